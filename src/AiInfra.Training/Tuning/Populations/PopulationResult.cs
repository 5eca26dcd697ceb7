namespace AiInfra.Training.Tuning.Populations;

/// <summary>What a population came to.</summary>
/// <param name="Best">The best piece of the last round.</param>
/// <param name="Folder">Folder with its state.</param>
/// <param name="Pieces">All pieces, by round and member: which parameters changed when.</param>
public sealed record PopulationResult(PopulationPiece Best, string Folder, IReadOnlyList<PopulationPiece> Pieces)
{
    /// <inheritdoc />
    public override string ToString() => $"PopulationResult {{ Best = {Best}, Folder = {Folder}, Pieces = {Pieces.Count} }}";
}
