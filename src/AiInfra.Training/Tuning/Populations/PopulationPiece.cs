namespace AiInfra.Training.Tuning.Populations;

/// <summary>A piece that a member trained.</summary>
/// <param name="Round">Round.</param>
/// <param name="Member">Member.</param>
/// <param name="Parent">The member whose state it went on from: its own number, or that of the one it took over from.</param>
/// <param name="Value">The value at its end; NaN is worse than any.</param>
/// <param name="Parameters">Its parameters as text.</param>
public sealed record PopulationPiece(int Round, int Member, int Parent, double Value, IReadOnlyDictionary<string, string> Parameters)
{
    /// <inheritdoc />
    public override string ToString() => $"PopulationPiece {{ Round = {Round}, Member = {Member}, Parent = {Parent}, Value = {Value}, Parameters = {Shown.List(Parameters)} }}";
}
