using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Models;

/// <summary>Compares a network of a table with its export.</summary>
internal static class TabularExportCheck
{
    private const double Tolerance = 1e-4;

    public static void Run(TabularModel model, OnnxModel export, IOnnxRunner runner)
    {
        IReadOnlyList<Row> rows = TableExportCheck.Rows(model.Encoder.Columns, model.Sample);
        float[] expected = model.Outputs(rows);
        IReadOnlyDictionary<string, OnnxTensor> answers = runner.Run(export, TableExportCheck.Inputs(model.Encoder.Columns, rows));
        if (model.Labels is not { } labels)
        {
            // Compared as the network sees it, whatever the scale of the target; of a target far from zero a double too has only so many digits.
            double[] values = answers[Named(AnswerNames.Value)].AsSpan<double>().ToArray();
            float[] scaled = [.. values.Select(v => (float)model.Scaler!.Encode(v))];
            double digits = model.Scaler is { Log: false } scaler ? 8 * Math.BitIncrement(Math.Abs(scaler.Mean)) - (8 * Math.Abs(scaler.Mean)) : 0;
            ExportComparison.Check(AnswerNames.Value, expected, scaled, Tolerance + (digits / model.Scaler!.Scale));
            return;
        }

        ExportComparison.Check(AnswerNames.Probability, expected, answers[Named(AnswerNames.Probability)].AsSpan<float>(), Tolerance);
        TableExportCheck.CheckLabels(labels.Classes, expected, answers[Named(AnswerNames.Label)].Texts, 2 * Tolerance);

        string Named(string answer) => TabularOutputs.NameOf(answer, model.Encoder.Columns);
    }
}
