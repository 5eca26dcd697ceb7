using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Models;

namespace AiInfra.Learning;

/// <summary>A model as it is served, run over labelled rows to judge it: its files and nothing else, so that what is judged is what answers.</summary>
internal sealed class JudgedModel : IDisposable
{
    private readonly IModel _model;
    private readonly RowModel _rows;

    /// <summary>Judges a model, and owns it.</summary>
    public JudgedModel(IModel model)
    {
        _model = model;
        _rows = new RowModel(model);
    }

    public static JudgedModel Load(byte[] onnx) => new(OnnxRuntimeModel.Load(onnx));

    public static JudgedModel Load(byte[] onnx, ModelDecision? decision) => new(OnnxRuntimeModel.Load(decision?.Set(onnx) ?? onnx)) { Decision = decision };

    /// <summary>The threshold that was chosen for it, where one was.</summary>
    public ModelDecision? Decision { get; private init; }

    public IReadOnlyList<string> Classes => _model.Signature.Classes ?? [];

    /// <summary>The label set of models and rows that are compared: a class that a model does not know gets probability 0 from it.</summary>
    public static ClassLabels? Labels(TabularTask task, IEnumerable<JudgedModel> models, LabelledBatch rows) => task == TabularTask.Regression
        ? null
        : new ClassLabels(models.SelectMany(m => m.Classes).Concat(rows.Labels.AsValues().Select(l => l.AsText()!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public static IMetric Metric(TabularTask task) => task == TabularTask.Regression ? new MeanAbsoluteError() : new BrierScore();

    public PredictionSet Judge(LabelledBatch rows, ClassLabels? labels, bool keepInputs = false)
    {
        RowBatch inputs = rows.Inputs;
        ColumnData truth = rows.Labels;
        Row[] answers = _rows.Predict(inputs);
        var set = new PredictionSetBuilder(labels);
        if (labels is null)
        {
            for (int i = 0; i < answers.Length; i++)
            {
                set.Add(keepInputs ? inputs.Row(i) : null, truth[i], answers[i]["value"]);
            }

            return set.Build();
        }

        RowSchema? schema = null;
        int[] at = [];
        var probabilities = new double[labels.Count];
        int decided = answers.Length == 0 ? -1 : answers[0].Schema.IndexOf("label");
        for (int i = 0; i < answers.Length; i++)
        {
            if (!ReferenceEquals(schema, answers[i].Schema))
            {
                // Outputs whose width changes from call to call move the columns behind them.
                schema = answers[i].Schema;
                at = [.. Enumerable.Range(0, labels.Count).Select(c => schema.IndexOf($"probability.{labels[c]}"))];
            }

            for (int c = 0; c < at.Length; c++)
            {
                probabilities[c] = at[c] < 0 ? 0 : Math.Clamp(answers[i][at[c]].AsNumber(), 0, 1);
            }

            set.Add(keepInputs ? inputs.Row(i) : null, truth[i], probabilities, decision: decided < 0 ? Value.Missing : answers[i][decided]);
        }

        return set.Build();
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
    }
}
