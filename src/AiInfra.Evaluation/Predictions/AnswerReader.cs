using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Reads the answers of a served model by the names that it gives them.</summary>
internal static class AnswerReader
{
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

        var columns = AnswerColumns.Of(said[0].Schema);
        bool shares = columns.Classes.Count > 1;
        PredictionSetBuilder set = shares ? new(new ClassLabels(columns.Classes))
            : columns.HasLabel ? new(new ClassLabels(asked.Select(r => r[target].AsText()).Concat(said.Select(r => r[AnswerNames.Label].AsText())).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))
            : columns.HasValue ? new()
            : throw new ArgumentException($"The answers have the columns {string.Join(", ", said[0].Schema.Columns.Select(c => c.Name))}; 'probability.CLASS' for every class, 'label' or 'value' is needed. Others are given row by row, as tuples.", nameof(answers));
        Func<Row, Row> inputs = Without(target);
        IReadOnlyList<string> classes = columns.Classes;
        var probabilities = new double[classes.Count];
        int[] at = columns.ProbabilitiesOf(classes);
        for (int i = 0; i < asked.Length; i++)
        {
            Row answer = said[i];
            if (!ReferenceEquals(answer.Schema, columns.Schema))
            {
                // Outputs whose width changes from call to call move the columns behind them.
                columns = AnswerColumns.Of(answer.Schema);
                at = columns.ProbabilitiesOf(classes);
            }

            if (!shares)
            {
                set.Add(inputs(asked[i]), asked[i][target], columns.HasLabel ? columns.Label(answer) : columns.Value(answer));
                continue;
            }

            AnswerColumns.Read(answer, at, probabilities);
            set.Add(inputs(asked[i]), asked[i][target], probabilities, decision: columns.Label(answer));
        }

        return (set.Build(), set.Unlabelled);
    }

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
