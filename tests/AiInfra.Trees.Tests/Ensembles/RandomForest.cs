using AiInfra.Onnx;
using AiInfra.Trees.Ensembles;
using AiInfra.Trees.Native;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Trees.Tests.Ensembles;

/// <summary>LightGBM's trees of made-up rows with every kind of odd value, trained by drawn options.</summary>
internal sealed class RandomForest : IDisposable
{
    private readonly Random _random;
    private readonly LightGbmDataset _dataset;
    private readonly Booster _booster;

    public RandomForest(int seed, int trees = 20, int classes = 1, int rows = 600, string? objective = null)
    {
        LightGbmLibrary.Ensure();
        _random = new Random(seed);
        Width = _random.Next(2, 9);
        Categorical = [.. Enumerable.Range(0, Width).Where(_ => _random.Next(3) == 0)];
        float[] features = Rows(rows);
        string missing = _random.Next(3) switch { 0 => "use_missing=false", 1 => "zero_as_missing=true", _ => "" };
        string wanted = objective ?? (classes > 2 ? $"multiclass num_class={classes}" : _random.Next(2) == 0 ? "binary" : "regression");
        string parameters = $"objective={wanted} {missing} num_leaves={_random.Next(2, 40)} min_data_in_leaf={_random.Next(1, 10)} min_sum_hessian_in_leaf=0 min_data_per_group=2 cat_smooth=1 max_cat_to_onehot={_random.Next(1, 6)} "
            + $"max_bin={(_random.Next(2) == 0 ? 255 : 15)} learning_rate={(classes > 10 ? 0.05 : 0.05 + _random.NextDouble())} num_threads=1 verbosity=-1 seed={seed}"
            + (Categorical.Length > 0 ? $" categorical_feature={string.Join(',', Categorical)}" : "");
        _dataset = LightGbmDataset.Create([features], Width, parameters);
        _dataset.Labels([.. Enumerable.Range(0, rows).Select(i => Label(features.AsSpan(i * Width, Width), wanted.Contains("regression", StringComparison.Ordinal) ? 0 : Math.Max(2, classes)))]);
        _booster = Booster.Create(_dataset, parameters);
        for (int i = 0; i < trees && _booster.Grow(); i++)
        {
        }

        Text = _booster.Text();
        Ensemble = TreeEnsemble.Read(Text);
    }

    public int Width { get; }

    public int[] Categorical { get; }

    public string Text { get; }

    public TreeEnsemble Ensemble { get; }

    public double[] LightGbmSums(float[] features) => _booster.RawScores(features, Width, Ensemble.Outputs);

    public double[] OurSums(float[] features)
    {
        var sums = new double[features.Length / Width * Ensemble.Outputs];
        for (int i = 0; i < features.Length / Width; i++)
        {
            Ensemble.Sum(features.AsSpan(i * Width, Width), sums.AsSpan(i * Ensemble.Outputs, Ensemble.Outputs));
        }

        return sums;
    }

    /// <summary>The ensemble alone as a graph: double features in, sums out.</summary>
    public OnnxModel Onnx()
    {
        var graph = new OnnxGraphBuilder("trees", opset: 20, machineLearningOpset: 5);
        OnnxValue features = graph.Input("features", OnnxElementType.Double, ["batch", Width]);
        return graph.Output("sums", Ensemble.AppendTo(graph, features)).Build();
    }

    public static double[] Run(OnnxModel model, float[] features, int width, int threads = 1)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        using var session = new InferenceSession(model.ToBytes(), options);
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(features, f => (double)f), [features.Length / width, width]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["features"], [input], ["sums"]);
        return outputs[0].GetTensorDataAsSpan<double>().ToArray();
    }

    /// <summary>Rows of ordinary and odd values; where there are trees, thresholds themselves and their neighbours too.</summary>
    public float[] Rows(int rows)
    {
        var features = new float[rows * Width];
        double[][] thresholds = Ensemble is null ? [] : [.. Enumerable.Range(0, Width).Select(f => Ensemble.Trees.SelectMany(t => Enumerable.Range(0, t.Nodes).Where(n => t.Features[n] == f && !t.IsCategorical(n)).Select(n => t.Thresholds[n])).ToArray())];
        for (int i = 0; i < features.Length; i++)
        {
            int f = i % Width;
            features[i] = Categorical.Contains(f) ? Category() : thresholds.Length > 0 && thresholds[f].Length > 0 && _random.Next(2) == 0 ? Near(thresholds[f][_random.Next(thresholds[f].Length)]) : Number(f);
        }

        return features;
    }

    public void Dispose()
    {
        _booster.Dispose();
        _dataset.Dispose();
    }

    private float Near(double threshold) => _random.Next(3) switch
    {
        0 => (float)threshold,
        1 => MathF.BitIncrement((float)threshold),
        _ => MathF.BitDecrement((float)threshold),
    };

    private float Category() => _random.Next(20) switch
    {
        0 => float.NaN,
        1 => Ensemble is null ? 0 : -1 - _random.Next(5),
        2 => Ensemble is null ? 0 : 1000 + _random.Next(5),
        3 => Ensemble is null ? 1 : float.PositiveInfinity,
        _ => _random.Next(_random.Next(2) == 0 ? 6 : 90),
    };

    private float Number(int feature) => _random.Next(16) switch
    {
        0 => float.NaN,
        1 => 0,
        2 => -0f,
        3 => Ensemble is null ? 5e-36f : float.PositiveInfinity,
        4 => Ensemble is null ? -5e-36f : float.NegativeInfinity,
        5 => 1e-35f,
        6 => float.MaxValue,
        7 => float.MinValue,
        8 => feature % 2 == 0 ? _random.Next(-3, 4) : float.Epsilon,
        _ => (float)((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-2, 4))),
    };

    private float Label(ReadOnlySpan<float> row, int classes)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += float.IsNaN(row[i]) ? 0.7 : Math.Sin(Math.Clamp(row[i], -1e3f, 1e3f) * (i + 1)) + (row[i] > 0.2 ? 0.5 : 0);
        }

        sum += _random.NextDouble() * 0.2;
        return classes == 0 ? (float)sum : classes > 10 ? _random.Next(classes) : (float)(((int)Math.Floor(sum * 2) % classes + classes) % classes);
    }
}
