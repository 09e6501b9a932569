package question

import "github.com/tcpfsm/tcpfsm/model/catalogue"

// Hazards returns the hazards with the given IDs, or all.
func Hazards(ids []string) (all []catalogue.Hazard, err error) {
	if len(ids) == 0 {
		return catalogue.Hazards(), nil
	}
	for _, id := range unique(ids) {
		h, err := catalogue.FindHazard(id)
		if err != nil {
			return nil, nearest(err)
		}
		all = append(all, h)
	}
	return all, nil
}
