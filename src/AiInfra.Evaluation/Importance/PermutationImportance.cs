using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Importance;

/// <summary>Which columns a model needs: the metric's loss when a column's values are shuffled among the rows (Breiman 2001; Fisher, Rudin and Dominici 2019).</summary>
/// <remarks>It asks the model and knows nothing of its inside, so it serves for any. Of columns that tell the same, each looks dispensable, as the other is left; and shuffled rows may be such as never occur.</remarks>
public static class PermutationImportance
{
    /// <summary>Importance of every column but the target, the most important first.</summary>
    /// <param name="rows">Rows that the model never saw, with the target. Rows without it are left out.</param>
    /// <param name="target">The column that the model answers.</param>
    /// <param name="answer">The model: rows to answers in their order, with "probability.CLASS" for every class, "label" or "value", as a served model gives them.</param>
    /// <param name="metric">What gets worse, for example <c>new RocAuc()</c>.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows with a target, the answers do not fit the rows, or the metric is not defined on them.</exception>
    public static IReadOnlyList<ColumnImportance> Of(IReadOnlyList<Row> rows, string target, Func<IReadOnlyList<Row>, IReadOnlyList<Row>> answer, IMetric metric, ImportanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(metric);
        options ??= new ImportanceOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeats, 2);
        if (options.Confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "A confidence is between 0 and 1, both excluded.");
        }

        Func<int, Value> truth = RowCells.Of(rows, target);
        IReadOnlyList<Row> labelled = RowCells.Take(rows, [.. Enumerable.Range(0, rows.Count).Where(i => !truth(i).IsMissing)]);
        if (labelled.Count < 2)
        {
            throw new ArgumentException($"{labelled.Count} of {rows.Count} rows have a value in '{target}'; two are needed to shuffle.", nameof(rows));
        }

        RowSchema schema = RowCells.Schema(labelled);
        if (labelled is Row[] each && Array.FindIndex(each, r => !r.Schema.Equals(schema)) is >= 0 and var other)
        {
            throw new ArgumentException($"Row {other} has other columns than the first.", nameof(rows));
        }

        double whole = Value(labelled);
        return [.. schema.Columns.Select((c, i) => (c.Name, At: i)).Where(c => c.Name != target)
            .Select(c => Column(c.Name, [.. Enumerable.Range(0, options.Repeats).Select(r => Loss(Value(Shuffled(labelled, c.At, options.Seed, r))))], options.Confidence))
            .OrderByDescending(c => c.Drop)];

        double Value(IReadOnlyList<Row> asked)
        {
            (PredictionSet set, _) = AnswerReader.Read(asked, target, answer(asked));
            Score score = set.Score(metric);
            return score.IsDefined ? score.Value : throw new ArgumentException($"{metric.Name} is not defined on these rows and answers.", nameof(metric));
        }

        double Loss(double shuffled) => metric.HigherIsBetter ? whole - shuffled : shuffled - whole;
    }

    private static ColumnImportance Column(string name, double[] drops, double confidence)
    {
        double mean = drops.Average();
        double error = Math.Sqrt(drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1) / drops.Length);
        double half = error == 0 ? 0 : error * StudentT.InvCDF(0, 1, drops.Length - 1, (1 + confidence) / 2);
        return new ColumnImportance(name, mean, new ConfidenceInterval(mean - half, mean + half, confidence), drops);
    }

    /// <summary>The same rows with one column's values in another order; every column is shuffled alike, so that columns are compared on the same chance.</summary>
    private static IReadOnlyList<Row> Shuffled(IReadOnlyList<Row> rows, int column, ulong seed, int repeat)
    {
        var random = new SplitMix64(seed + ((ulong)repeat * 0x9E3779B97F4A7C15UL));
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        if (rows is RowBatch batch)
        {
            return new RowBatch(batch.Schema, [.. batch.Columns.Select((c, at) => at == column ? c.Take(order) : c)]);
        }

        var made = new Row[rows.Count];
        for (int i = 0; i < made.Length; i++)
        {
            Value[] values = rows[i].Values.ToArray();
            values[column] = rows[order[i]][column];
            made[i] = new Row(rows[i].Schema, values);
        }

        return made;
    }
}
