namespace AiInfra.Data.Cells;

/// <summary>What stands for no value in a column, before its cells were looked at.</summary>
internal sealed class MissingRules
{
    private readonly MissingSet _always;
    private readonly MissingSet _byEvidence;

    /// <summary>Makes rules.</summary>
    /// <param name="always">Markers that the options name.</param>
    /// <param name="byEvidence">Markers by custom, in which the column's other cells have a say.</param>
    public MissingRules(IReadOnlyList<string> always, IReadOnlyList<string> byEvidence)
    {
        Always = always;
        ByEvidence = byEvidence;
        _always = new MissingSet(always);
        _byEvidence = new MissingSet(byEvidence);
    }

    public IReadOnlyList<string> Always { get; }

    public IReadOnlyList<string> ByEvidence { get; }

    /// <summary>Texts that the options keep as values.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Whether other words for nothing may be found out.</summary>
    public bool FindsMore => ByEvidence.Count > 0;

    public bool IsAlways(ReadOnlySpan<byte> cell) => _always.Contains(cell);

    public bool IsByCustom(ReadOnlySpan<byte> cell) => _byEvidence.Contains(cell);
}
