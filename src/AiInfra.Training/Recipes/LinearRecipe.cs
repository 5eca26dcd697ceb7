using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes.Linear;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Recipes;

/// <summary>A linear model for tables: logistic regression of classes (multinomial), ridge regression of numbers, trained until it converges. Needs no libtorch, and the same request gives the same model to the bit.</summary>
/// <param name="options">How; null takes the defaults.</param>
public sealed class LinearRecipe(LinearOptions? options = null) : ITrainingRecipe
{
    private readonly LinearOptions _options = (options ?? new LinearOptions()).Checked(nameof(options));

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["recipe"] = "linear",
        ["l2"] = _options.L2?.ToString("R", CultureInfo.InvariantCulture) ?? "chosen by itself",
        ["maxIterations"] = _options.MaxIterations.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc />
    /// <exception cref="TabularException">The rows can't be learned from; the message says why.</exception>
    /// <exception cref="EncodingException">The columns can't be encoded, or there is one class only.</exception>
    public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() => Train(request, cancellationToken), cancellationToken);
    }

    private TrainedModel Train(TrainingRequest request, CancellationToken cancellationToken)
    {
        int[] rows = TargetRows.Of(request.Rows, request.Target, request.Weights);
        ColumnData targets = request.Rows[request.Target].Take(rows);
        TargetRows.CheckKind(targets, request.Target, request.Task);
        LabelEncoder? labels = request.Task == ModelTask.Classification ? LabelEncoder.Fit(targets.AsValues()) : null;
        TargetScaler? scaler = labels is null ? TargetScaler.Fit(targets.AsValues().Select(v => v.AsNumber())) : null;
        double[] numbers = [.. targets.AsValues().Select(v => labels?.Encode(v) ?? scaler!.Encode(v.AsNumber()))];
        float[]? weights = request.Weights is { } given ? Array.ConvertAll(rows, i => given[i]) : null;
        (TableEncoder encoder, LinearProblem problem) = Problem(request, rows, numbers, labels, weights, _options.Encoding);
        (double l2, double loss) = (_options.L2 ?? 1, double.NaN);
        string tails = "";
        bool bends = _options.Encoding.HeavyTails == HeavyTails.Auto && encoder.Report.Columns.Any(c => c.Encoding.Contains("log", StringComparison.Ordinal));
        if (_options.L2 is null || bends)
        {
            (l2, loss) = LinearFit.Choose(problem, _options.L2, _options.MaxIterations, request.Seed, cancellationToken);
        }

        if (bends)
        {
            // A sum of amounts is one of themselves, not of their logarithms: what fits better on rows left out holds.
            EncodingOptions kept = _options.Encoding.Copy();
            kept.HeavyTails = HeavyTails.Keep;
            (TableEncoder straight, LinearProblem other) = Problem(request, rows, numbers, labels, weights, kept);
            (double otherL2, double otherLoss) = LinearFit.Choose(other, _options.L2, _options.MaxIterations, request.Seed, cancellationToken);
            bool keep = otherLoss < loss;
            tails = $"; heavy tails {(keep ? "kept as they are" : "by their logarithm")}, which did better on rows left out";
            (encoder, problem, l2) = keep ? (straight, other, otherL2) : (encoder, problem, l2);
        }

        var fit = LinearFit.Of(problem, l2, _options.MaxIterations, cancellationToken);
        OnnxModel model = TabularExport.Build(encoder, request.Target, labels, scaler, (graph, encoded) => Scores(graph, encoded.Dense, fit.Weights, problem.Outputs, encoder.Width, labels?.Count ?? 1));
        using var onnx = new MemoryStream();
        model.Write(onnx);
        string ended = fit.Converged ? $"converged after {fit.Iterations} iterations" : $"did not converge within {fit.Iterations} iterations: raise {nameof(LinearOptions.MaxIterations)}, or {nameof(LinearOptions.L2)}";
        return new TrainedModel(onnx.ToArray(), encoder.ToJson(), $"linear: L2 {l2:R} ({(_options.L2 is null ? "chosen by rows left out" : "as asked")}), {ended}{tails}\n{encoder.Report}");
    }

    private static (TableEncoder Encoder, LinearProblem Problem) Problem(TrainingRequest request, int[] rows, double[] targets, LabelEncoder? labels, float[]? weights, EncodingOptions encoding)
    {
        TableEncoder encoder = TableEncoder.Fit(request.Features(), RowBlocks.Of(request.Rows, rows), encoding);
        return encoder.CategorySizes.Count == 0
            ? (encoder, new LinearProblem(SparseRows.Of(encoder, request.Rows, rows), targets, labels?.Count ?? 0, weights))
            : throw new TabularException($"A linear model takes numbers only, but {encoder.CategorySizes.Count} columns are encoded as indices. Set {nameof(EncodingOptions)}.{nameof(EncodingOptions.Categories)} to {nameof(CategoryForm.OneHot)}.");
    }

    /// <summary>Scores of all classes, where two classes have the log odds of the second, or the one number.</summary>
    private static OnnxValue Scores(OnnxGraphBuilder graph, OnnxValue dense, double[] weights, int learned, int width, int outputs)
    {
        var all = new float[(width + 1) * outputs];
        for (int i = 0; i <= width; i++)
        {
            for (int k = 0; k < learned; k++)
            {
                all[(i * outputs) + (outputs - learned) + k] = (float)weights[(i * learned) + k];
            }
        }

        using IDisposable scope = graph.Scope("linear");
        return graph.Gemm(dense, graph.Initializer<float>("weights", all[..(width * outputs)], width, outputs), graph.Initializer<float>("biases", all[(width * outputs)..], outputs), name: "scores");
    }
}
