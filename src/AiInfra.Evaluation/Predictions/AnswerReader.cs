using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Reads the answers of a served model by the names that it gives them.</summary>
internal static class AnswerReader
{
    private const string Probability = "probability.";
    private const string Label = "label";
    private const string Number = "value";
    private const double Rounding = 1e-5;

    public static (PredictionSet Set, int Unlabelled) Read(IEnumerable<Row> rows, string target, IEnumerable<Row> answers)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(answers);
        Row[] asked = [.. rows], said = [.. answers];
        if (asked.Length != said.Length || asked.Length == 0)
        {
            throw new ArgumentException($"There are {asked.Length} rows but {said.Length} answers; each row has one, and there is at least one.", nameof(answers));
        }

        string[] columns = [.. said[0].Schema.Columns.Select(c => c.Name)];
        string[] classes = [.. columns.Where(c => c.StartsWith(Probability, StringComparison.Ordinal)).Select(c => c[Probability.Length..])];
        bool labelled = columns.Contains(Label);
        PredictionSetBuilder set = classes.Length > 1 ? new(new ClassLabels(classes))
            : labelled ? new(new ClassLabels(asked.Select(r => r[target].AsText()).Concat(said.Select(r => r[Label].AsText())).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))
            : columns.Contains(Number) ? new()
            : throw new ArgumentException($"The answers have the columns {string.Join(", ", columns)}; 'probability.CLASS' for every class, 'label' or 'value' is needed. Others are given row by row, as tuples.", nameof(answers));
        Func<Row, Row> inputs = Without(target);
        for (int i = 0; i < asked.Length; i++)
        {
            Row answer = said[i];
            _ = classes.Length > 1
                ? set.Add(inputs(asked[i]), asked[i][target], (ReadOnlySpan<double>)Array.ConvertAll(classes, c => Share(answer[Probability + c].AsNumber())), decision: labelled ? answer[Label] : Value.Missing)
                : set.Add(inputs(asked[i]), asked[i][target], answer[labelled ? Label : Number]);
        }

        return (set.Build(), set.Unlabelled);
    }

    /// <summary>A probability without what rounding to single precision put outside of [0, 1].</summary>
    public static double Share(double probability) => probability is > -Rounding and < 1 + Rounding ? Math.Clamp(probability, 0, 1) : probability;

    private static Func<Row, Row> Without(string target)
    {
        RowSchema? from = null, to = null;
        return row =>
        {
            if (!ReferenceEquals(row.Schema, from))
            {
                (from, to) = (row.Schema, row.Schema.Without(target));
            }

            int at = row.Schema.Require(target);
            return new Row(to!, [.. row.Values[..at], .. row.Values[(at + 1)..]]);
        };
    }
}
