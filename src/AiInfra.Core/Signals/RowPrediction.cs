using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>One answer of a model of rows: a row in, a row out.</summary>
public sealed record RowPrediction : Signal
{
    /// <summary>The raw inputs by name.</summary>
    public required Row Inputs { get; init; }

    /// <summary>The outputs by name.</summary>
    public required Row Outputs { get; init; }

    /// <inheritdoc />
    public override SignalBody Body => SignalBody.Row;
}
