namespace AiInfra.Metrics.Statistics;

/// <summary>How a group-sequential design spends its false alarms over the looks. All are two-sided.</summary>
public enum GroupSequentialBoundary
{
    /// <summary>Lan and DeMets' spending function like O'Brien and Fleming's: hardly anything early, nearly the full level at the end. Looks may come when they come.</summary>
    OBrienFlemingSpending,

    /// <summary>Lan and DeMets' spending function like Pocock's: about the same at every look.</summary>
    PocockSpending,

    /// <summary>O'Brien and Fleming's own (1979): the boundary falls with the root of the share of rows seen.</summary>
    OBrienFleming,

    /// <summary>Pocock's own (1977): the same boundary at every look.</summary>
    Pocock,
}
