// Package browser tries the page of explore serve in a real Chromium, with axe. It is a
// module of its own, so that nobody who builds the command pulls the driver of a browser.
package browser
