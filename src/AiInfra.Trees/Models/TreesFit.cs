using AiInfra.Core.Rows;

namespace AiInfra.Trees.Models;

/// <summary>What is special about one training of trees.</summary>
public sealed record TreesFit
{
    /// <summary>Columns to learn from; null takes all but the target.</summary>
    public RowSchema? Features { get; init; }

    /// <summary>Weight of each row, for example more for newer ones; null weighs all alike. Zero leaves a row out.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>An earlier model to go on from: its trees, encoder, classes and scale are kept as they are, and new trees correct it on the new rows. Not changed.</summary>
    public TreesModel? WarmStart { get; init; }

    /// <summary>A run of the catalog that is there already, for the metrics; whoever started it ends it.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TreesFit {{ Features = {Features}, Weights = {Shown.List(Weights)}, WarmStart = {WarmStart}, RunId = {RunId} }}";
}
