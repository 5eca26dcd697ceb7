using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>The metrics of one group.</summary>
/// <param name="Controls">Levels of the control columns, in their order; empty when there are none.</param>
/// <param name="Group">Levels of the group columns, in their order; empty for all rows together.</param>
/// <param name="Rows">Numbers of its rows, ascending. Empty for a combination that does not occur.</param>
/// <param name="Ids">Ids of its rows.</param>
/// <param name="Scores">One score a metric, in the order given; NaN where there is no row.</param>
/// <param name="Notes">What to know before believing them.</param>
public sealed record GroupCell(IReadOnlyList<string> Controls, IReadOnlyList<string> Group, IReadOnlyList<int> Rows, IReadOnlyList<string> Ids, IReadOnlyList<Score> Scores, IReadOnlyList<string> Notes)
{
    /// <summary>Number of rows.</summary>
    public int Count => Rows.Count;

    /// <summary>The levels joined: "Female, Black".</summary>
    public string Name => Group.Count == 0 ? "(overall)" : string.Join(", ", Group);

    /// <summary>The score of a metric, by name or signature.</summary>
    /// <exception cref="ArgumentException">There is no such metric, or several have the name; the message lists those there are.</exception>
    public Score this[string metric] => Scores.Named(metric);

    /// <inheritdoc />
    public override string ToString() => $"GroupCell {{ Controls = {Shown.List(Controls)}, Group = {Shown.List(Group)}, Rows = {Shown.List(Rows)}, Ids = {Shown.List(Ids)}, Scores = {Shown.List(Scores)}, Notes = {Shown.List(Notes)} }}";
}
