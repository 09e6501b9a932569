package scene

// widths are the advance widths of the printable characters of ASCII, from the
// blank on, in thousandths of the size: of each character that in DejaVu Sans,
// in Liberation Sans, which is as wide as Helvetica and Arial, or in the Go font,
// whichever is the widest. A layout that has room for them has room for the text
// in any of these fonts. TestWidths holds them against the fonts.
var widths = [...]uint16{
	318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 584, 838, 318, 584, 318, 337,
	637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557,
	1016, 685, 687, 723, 771, 667, 611, 778, 752, 399, 500, 667, 558, 863, 749, 788,
	667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557,
	500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
	635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
}

// boldWidths are those of the bold fonts.
var boldWidths = [...]uint16{
	349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 559, 838, 380, 584, 380, 366,
	696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611,
	1000, 774, 763, 734, 831, 684, 684, 821, 837, 454, 557, 775, 638, 996, 837, 851,
	733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 557,
	500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688,
	716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
}

// unknownWidth is that of all other characters, of which Chinese ones are the
// widest that are likely.
const unknownWidth = 1000
