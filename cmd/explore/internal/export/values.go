package export

import "github.com/tcpfsm/tcpfsm/model"

// valuesIn returns what the template of a format knows of a system.
func (s *system) valuesIn(format string) values {
	v := s.values()
	switch format {
	case "promela":
		s.promela(v)
	case "murphi":
		s.murphi(v)
	case "tla":
		s.tla(v)
	}
	return v
}

// values returns what the templates of all languages know of a system, by name. What is
// written in a language of its own is added by that language.
func (s *system) values() values {
	net, attack := &s.Scenario.Net, &s.Scenario.Attack
	v := values{
		"About": anys(s.About), "Relations": named(s.Relations), "Rest": nil,
		"Capacity": net.Capacity, "Slots": s.Slots, "Ages": s.Ages, "Owes": s.Owes, "AsSet": s.AsSet,
		"Widest": s.Widest, "Burst": s.Burst, "Chooses": s.Choice > 1, "Ends": len(s.Ends),
		"Loss": net.Loss, "Duplicate": net.Duplicate, "Reorder": net.Reorder, "Delivers": net.Delivers,
		"LosesNew": !net.Displaces && !s.Owes, // what is sent may itself be what is lost where there is no room
		"Loopback": s.Scenario.Loopback, "Calms": s.Scenario.Calms, "Ticks": s.Scenario.Clock.MSL, "Dies": s.dies(),
		"Forgeries": int(attack.Budget), "Unbounded": attack.Budget == model.Unbounded,
		"BeginA": s.Begin[0], "BeginB": s.Begin[1], "Sides": anys(s.sides()), "Keeps": anys(s.keeps()),
		"To": s.To, "First": s.First, "Sent": s.Sent, "Next": s.Next, "Breaks": s.Breaks,
		"Transmit": s.Transmit, "Expire": s.Expire, "Later": s.Later,

		"not":      call(func(a []any) any { return !truth(a[0]) }),
		"and":      call(func(a []any) any { return truth(a[0]) && truth(a[1]) }),
		"count":    call(func(a []any) any { return anys(count(a[0].(int))) }),
		"arriving": call(func(a []any) any { return anys(s.arriving(a[0].(int))) }),
		"forged":   call(func(a []any) any { return anys(s.Forged[a[0].(int)]) }),
		"strays":   call(func(a []any) any { return anys(s.Strays[a[0].(int)]) }),
	}
	var events []any
	for _, e := range s.Events {
		events = append(events, values{"Number": e.Number, "Name": e.Name, "ID": e.ID})
	}
	v["Events"] = events
	if s.Rest != nil {
		v["Rest"] = named([]relation{*s.Rest})[0]
	}
	return v
}

// named returns what templates know of relations.
func named(relations []relation) (all []any) {
	for _, r := range relations {
		all = append(all, values{"Name": r.Name, "ID": r.ID, "Steps": r.Steps, "Asks": r.Asks})
	}
	return all
}

// tables writes all relations, that of states in which nothing can happen at the end.
func (s *system) tables(write func(relation) string) (all string) {
	for _, r := range s.Relations {
		all += write(r)
	}
	if s.Rest != nil {
		all += write(*s.Rest)
	}
	return all
}

// anys returns a list as templates take it.
func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, x := range list {
		all[i] = x
	}
	return all
}
