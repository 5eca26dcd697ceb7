using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Importance;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Uncertainty;
using AiInfra.Serving.Rows;
using AiInfra.Training.Recipes;

namespace TrainTable;

/// <summary>What the model's file is worth on the rows kept apart: the evaluation, and sections for the contest, the columns and the intervals.</summary>
internal static class TableReport
{
    private const int MostColumns = 20;
    private const int RowsOfImportance = 2000;

    public static EvaluationReport Of(LabelledTable table, TrainedModel model, RowModel served)
    {
        RowBatch answers = served.Predict(table.Test);
        var labels = table.Choice.Task == ModelTask.Regression ? null
            : new ClassLabels(served.Signature.Classes!.Concat(table.Test[table.Label].AsValues().Select(v => v.AsText()!)).Distinct(StringComparer.Ordinal));
        var set = PredictionSet.OfAnswers(answers, table.Test[table.Label], labels, table.Test.Select(table.Test.Schema.Columns.Select(c => c.Name).Where(c => c != table.Label)));
        EvaluationBuilder plan = new EvaluationBuilder(table.Label).FindBadSlices();
        foreach (string column in Groups(table))
        {
            plan.SliceBy(column);
        }

        EvaluationReport report = new Evaluator(plan.Build()).Run(set, model: model.Candidates.FirstOrDefault(c => c.IsChosen)?.Name, dataset: Path.GetFileName(table.Path));
        return report with { Sections = [.. Contest(model), Columns(table, served), .. Intervals(table, answers)] };
    }

    private static IEnumerable<ReportSection> Contest(TrainedModel model)
    {
        CandidateScore[] judged = [.. model.Candidates.Where(c => double.IsFinite(c.Loss)).OrderBy(c => c.Loss)];
        if (judged.Length > 0)
        {
            yield return new ReportSection("Leaderboard: loss on folds of the learned rows; ► is chosen")
            {
                AreAlike = true,
                Scores = [.. judged.Select(c => new Score(c.IsChosen ? $"► {c.Name}" : c.Name, c.Loss, c.Folds, MetricSignature.Of("loss")) { Interval = new ConfidenceInterval(c.Low, c.High, 0.95) })],
                Tables = [new ScoreTable("Time of the contest", ["folds", "seconds"], [.. judged.Where(c => c.Time > TimeSpan.Zero).Select(c => new ScoreTableRow(c.Name, [c.Folds, c.Time.TotalSeconds]))])],
            };
        }
    }

    private static ReportSection Columns(LabelledTable table, RowModel served)
    {
        IMetric metric = table.Choice.Task == ModelTask.Regression ? new RootMeanSquaredError() : new LogLoss();
        RowBatch asked = table.Test.Slice(0, Math.Min(RowsOfImportance, table.Test.Count));
        IReadOnlyList<ColumnImportance> columns = PermutationImportance.Of(asked, table.Label, rows => served.Predict(RowBatch.Of(rows)), metric);
        return new ReportSection($"Importance: what {metric.Name} loses when a column is shuffled")
        {
            AreAlike = true,
            Scores = [.. columns.Take(MostColumns).Select(c => new Score(c.Column, c.Drop, asked.Count, MetricSignature.Of("importance", metric.Name)) { Interval = c.Interval })],
        };
    }

    private static IEnumerable<ReportSection> Intervals(LabelledTable table, RowBatch answers)
    {
        if (!answers.Schema.Columns.Any(c => c.Name == AnswerNames.Lower))
        {
            yield break;
        }

        double[] truth = table.Test.Numbers(table.Label), low = answers.Numbers(AnswerNames.Lower), high = answers.Numbers(AnswerNames.Upper), said = answers.Numbers(AnswerNames.Value);
        int[] order = [.. Enumerable.Range(0, said.Length).OrderBy(i => said[i])];
        double[] x = [.. order.Select(i => said[i])];
        yield return new ReportSection($"Intervals that hold {Training.Coverage:P0}")
        {
            Scores = [IntervalCoverage.Of(truth, low, high), MeanIntervalWidth.Of(truth, low, high)],
            Charts = [new ScoreChart("Ends of the interval over the prediction", "prediction", table.Label, [new ScoreLine("lower", x, [.. order.Select(i => low[i])]), new ScoreLine("upper", x, [.. order.Select(i => high[i])])])],
        };
    }

    /// <summary>The first two columns of text with two to ten values.</summary>
    private static IEnumerable<string> Groups(LabelledTable table) => table.Test.Schema.Columns
        .Where(c => c.Name != table.Label && c.Kind == ValueKind.Text && table.Test[c.Name].AsValues().Where(v => !v.IsMissing).Distinct().Count() is >= 2 and <= 10)
        .Select(c => c.Name).Take(2);
}
