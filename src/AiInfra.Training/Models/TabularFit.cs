using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Training.Models;

/// <summary>What is special about one training of a table.</summary>
public sealed record TabularFit
{
    /// <summary>An encoder that was fitted already; null fits one on the training rows (not on the validation rows).</summary>
    public TableEncoder? Encoder { get; init; }

    /// <summary>Columns to learn from, where no encoder is given; null takes all but the target.</summary>
    public RowSchema? Features { get; init; }

    /// <summary>An earlier model to go on from. Its encoder and scaling are taken over; weights that fit are copied. Not changed.</summary>
    public TabularModel? WarmStart { get; init; }

    /// <summary>Weight of each row, for example more for newer ones; null weighs all alike. Zero leaves a row out.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Rows to judge by instead of a share of the newest; best a <see cref="RowBatch"/>.</summary>
    public IReadOnlyList<Row>? Validation { get; init; }

    /// <summary>The classes and their order, where the rows may not show all of them; null takes those in the rows.</summary>
    public IReadOnlyList<Value>? Classes { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TabularFit {{ Encoder = {Encoder}, Features = {Features}, WarmStart = {WarmStart}, Weights = {Shown.List(Weights)}, Validation = {Validation?.Count}, Classes = {Shown.List(Classes)} }}";
}
