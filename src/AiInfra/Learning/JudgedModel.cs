using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Learning;

/// <summary>A model as it is served, run over labelled rows to judge it: its files and nothing else, so that what is judged is what answers.</summary>
internal sealed class JudgedModel : IDisposable
{
    private readonly IModel _model;
    private readonly IDisposable? _files;
    private readonly RowModel _rows;

    /// <summary>Judges a model, and owns it and the files that it was opened from, where they are its alone.</summary>
    public JudgedModel(IModel model, IDisposable? files = null)
    {
        _model = model;
        _files = files;
        _rows = new RowModel(model);
    }

    /// <summary>The threshold that was chosen for it, where one was.</summary>
    public ModelDecision? Decision { get; set; }

    /// <summary>The candidate of <see cref="Training.Recipes.BestOfRecipe"/> that it was trained by, where it was.</summary>
    public string? Recipe { get; set; }

    public IReadOnlyList<string> Classes => _model.Signature.Classes ?? [];

    /// <summary>The label set of models and rows that are compared: a class that a model does not know gets probability 0 from it.</summary>
    public static ClassLabels? Labels(ModelTask task, IEnumerable<JudgedModel> models, LabelledBatch rows) => task == ModelTask.Regression
        ? null
        : new ClassLabels(models.SelectMany(m => m.Classes).Concat(rows.Labels.AsValues().Distinct().Select(l => l.AsText()!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public static IMetric Metric(ModelTask task) => task == ModelTask.Regression ? new MeanAbsoluteError() : new BrierScore();

    public PredictionSet Judge(LabelledBatch rows, ClassLabels? labels, bool keepInputs = false)
    {
        RowBatch inputs = rows.Inputs;
        return PredictionSet.OfAnswers(_rows.Predict(inputs), rows.Labels, labels, keepInputs ? inputs : null);
    }

    /// <summary>Losses row by row as quality is watched: 0 or 1 for classes, absolute errors for numbers.</summary>
    public static double[] Losses(PredictionSet set)
    {
        var losses = new double[set.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = set.Classes is null ? Math.Abs(set.Truth[i] - set.Values[i]) : (set.Labels[i] == set.Predicted[i] ? 0 : 1);
        }

        return losses;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _model.Dispose();
        _files?.Dispose();
    }
}
