namespace AiInfra.Core.Rows;

/// <summary>Which answers stand among the columns that a model gave: probabilities "probability.CLASS", the decided class "label", the number "value". Found once for a schema.</summary>
public sealed class AnswerColumns
{
    // Single precision puts a probability this far outside of [0, 1].
    private const double Rounding = 1e-5;

    private AnswerColumns(RowSchema schema)
    {
        const string prefix = $"{AnswerNames.Probability}.";
        Schema = schema;
        Classes = [.. schema.Columns.Select(c => c.Name).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..])];
        HasLabel = schema.IndexOf(AnswerNames.Label) >= 0;
        HasValue = schema.IndexOf(AnswerNames.Value) >= 0;
    }

    /// <summary>The columns that the model gave.</summary>
    public RowSchema Schema { get; }

    /// <summary>The classes that have a probability, in the order of their columns; empty where none has.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the model says which class it decides for.</summary>
    public bool HasLabel { get; }

    /// <summary>Whether the model answers a number.</summary>
    public bool HasValue { get; }

    /// <summary>Those of a schema.</summary>
    public static AnswerColumns Of(RowSchema outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new AnswerColumns(outputs);
    }

    /// <summary>A probability without what rounding to single precision put outside of [0, 1]. One that is further away stays, for it is none.</summary>
    public static double WithoutRounding(double probability) => probability is > -Rounding and < 1 + Rounding ? Math.Clamp(probability, 0, 1) : probability;
}
