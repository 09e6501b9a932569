package question

import "github.com/tcpfsm/tcpfsm/model"

// Hazards returns the hazards with the given IDs, or all.
func Hazards(ids []string) (all []model.Hazard, err error) {
	if len(ids) == 0 {
		return model.Hazards(), nil
	}
	for _, id := range unique(ids) {
		h, err := model.FindHazard(id)
		if err != nil {
			return nil, nearest(err)
		}
		all = append(all, h)
	}
	return all, nil
}
