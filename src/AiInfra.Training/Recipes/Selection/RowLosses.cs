using AiInfra.Core.Rows;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>Losses of rows, by any metric.</summary>
internal sealed class RowLosses
{
    private const double LeastProbability = 1e-7;
    private readonly ColumnData _targets;
    private readonly SelectionMetric _metric;
    private readonly Dictionary<string, int> _classes;

    /// <exception cref="SelectionException">The metric is none of the task.</exception>
    public RowLosses(ColumnData targets, ModelTask task, SelectionMetric metric)
    {
        bool classes = task == ModelTask.Classification;
        _targets = targets;
        _metric = metric != SelectionMetric.Auto ? metric : classes ? SelectionMetric.LogLoss : SelectionMetric.SquaredError;
        if (classes != _metric is SelectionMetric.LogLoss or SelectionMetric.ErrorRate or SelectionMetric.Brier)
        {
            throw new SelectionException($"{_metric} is no metric of a {task.ToString().ToLowerInvariant()}. Take {(classes ? "LogLoss, ErrorRate or Brier" : "SquaredError or AbsoluteError")}, or Auto.");
        }

        Task = task;
        Classes = classes ? [.. targets.AsValues().Select(v => v.AsText()!).Distinct().Order(StringComparer.Ordinal)] : [];
        _classes = Classes.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i, StringComparer.Ordinal);
    }

    public ModelTask Task { get; }

    /// <summary>All classes of the rows; their order is that of answers here.</summary>
    public string[] Classes { get; }

    public SelectionMetric Metric => _metric;

    private int Wide => Math.Max(1, Classes.Length);

    /// <summary>Answers of a model in the order of <see cref="Classes"/>.</summary>
    /// <exception cref="SelectionException">It answers no number, or other classes than it was trained with.</exception>
    public double[] Aligned(double[] answers, string[] classes, RowFold fold)
    {
        int bad = Array.FindIndex(answers, a => !double.IsFinite(a));
        int wide = Math.Max(1, classes.Length);
        if (bad >= 0)
        {
            throw new SelectionException($"It answers {answers[bad]} to row {fold.Judging[bad / wide]} of the rows to learn from.");
        }

        if (Task != ModelTask.Classification)
        {
            return answers;
        }

        string[] learned = [.. fold.Learned.Select(i => _targets[i].AsText()!).Distinct().Order(StringComparer.Ordinal)];
        string[] strange = [.. classes.Where(c => !_classes.ContainsKey(c))], lacking = [.. learned.Except(classes)];
        if (strange.Length + lacking.Length > 0)
        {
            throw new SelectionException($"It answers other classes than it was trained with: {string.Join(", ", classes.Take(20))}, where the rows had {string.Join(", ", learned.Take(20))}.");
        }

        var aligned = new double[fold.Judging.Length * Wide];
        for (int i = 0; i < fold.Judging.Length; i++)
        {
            for (int k = 0; k < classes.Length; k++)
            {
                aligned[(i * Wide) + _classes[classes[k]]] = answers[(i * wide) + k];
            }
        }

        return aligned;
    }

    public double[] Of(double[] answers, int[] rows)
    {
        var losses = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            losses[i] = Loss(answers.AsSpan(i * Wide, Wide), _targets[rows[i]]);
        }

        return losses;
    }

    private double Loss(ReadOnlySpan<double> answer, Value target)
    {
        if (Task != ModelTask.Classification)
        {
            double error = answer[0] - target.AsNumber();
            return _metric == SelectionMetric.SquaredError ? error * error : Math.Abs(error);
        }

        int truth = _classes[target.AsText()!];
        if (_metric == SelectionMetric.LogLoss)
        {
            return -Math.Log(Math.Clamp(answer[truth], LeastProbability, 1));
        }

        double sum = 0;
        bool best = true;
        for (int k = 0; k < answer.Length; k++)
        {
            double off = answer[k] - (k == truth ? 1 : 0);
            sum += off * off;
            best &= k == truth || answer[k] < answer[truth];
        }

        return _metric == SelectionMetric.Brier ? sum : best ? 0 : 1;
    }
}
