namespace AiInfra.Core.Rows;

/// <summary>Where a model's answers stand among the columns that it gave: probabilities "probability.CLASS", the decided class "label", the number "value". Found once for a schema.</summary>
public sealed class AnswerColumns
{
    // Single precision puts a probability this far outside of [0, 1].
    private const double Rounding = 1e-5;
    private readonly int _label;
    private readonly int _value;

    private AnswerColumns(RowSchema schema)
    {
        const string prefix = $"{AnswerNames.Probability}.";
        Schema = schema;
        Classes = [.. schema.Columns.Select(c => c.Name).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..])];
        _label = schema.IndexOf(AnswerNames.Label);
        _value = schema.IndexOf(AnswerNames.Value);
    }

    /// <summary>The columns that the model gave.</summary>
    public RowSchema Schema { get; }

    /// <summary>The classes that have a probability, in the order of their columns; empty where none has.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the model says which class it decides for.</summary>
    public bool HasLabel => _label >= 0;

    /// <summary>Whether the model answers a number.</summary>
    public bool HasValue => _value >= 0;

    /// <summary>Those of a schema.</summary>
    public static AnswerColumns Of(RowSchema outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new AnswerColumns(outputs);
    }

    /// <summary>The class that an answer decides for; missing where the model says none.</summary>
    public Value Label(Row answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return _label < 0 ? default : answer[_label];
    }

    /// <summary>The number of an answer; missing where the model says none.</summary>
    public Value Value(Row answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return _value < 0 ? default : answer[_value];
    }

    /// <summary>The columns of the probabilities of classes; -1 for a class that the model does not know.</summary>
    public int[] ProbabilitiesOf(IEnumerable<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return [.. classes.Select(c => Schema.IndexOf(AnswerNames.ProbabilityOf(c)))];
    }

    /// <summary>Probabilities of an answer, without what rounding put outside of [0, 1]; of a class that the model does not know it is 0.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="columns">The columns, see <see cref="ProbabilitiesOf"/>.</param>
    /// <param name="probabilities">Takes one for each.</param>
    public static void Read(Row answer, ReadOnlySpan<int> columns, Span<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(answer);
        for (int c = 0; c < columns.Length; c++)
        {
            probabilities[c] = columns[c] < 0 ? 0 : WithoutRounding(answer[columns[c]].AsNumber());
        }
    }

    /// <summary>A probability without what rounding to single precision put outside of [0, 1]. One that is further away stays, for it is none.</summary>
    public static double WithoutRounding(double probability) => probability is > -Rounding and < 1 + Rounding ? Math.Clamp(probability, 0, 1) : probability;
}
