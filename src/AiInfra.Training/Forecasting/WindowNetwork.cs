using AiInfra.Metrics.Forecasting;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Forecasting;

/// <summary>A small network that sees the last steps of a series, scaled to mean 0 and deviation 1 of their own, and answers all steps of the horizon at once. One learns many series. Owns the network's native memory.</summary>
public sealed class WindowNetwork : IDisposable
{
    private const double Flat = 1e-6;
    private readonly Mlp _network;
    private readonly WindowOptions _options;

    private WindowNetwork(Mlp network, WindowOptions options) => (_network, _options) = (network, options);

    /// <summary>Trains on all windows of all series.</summary>
    /// <param name="series">The series by name, each in the order of time.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ForecastException">No series is long enough for one window, or a value is not finite.</exception>
    public static async Task<WindowNetwork> FitAsync(IReadOnlyDictionary<string, double[]> series, WindowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        options = (options ?? new WindowOptions()).Checked();
        Libtorch.Load();
        using TensorSource windows = Windows(series, options);
        Mlp network = Mlp.Create(new MlpShape(options.Window, options.Horizon), options.Design, options.Seed);
        try
        {
            var trainer = new Trainer(new TrainingTask(network, Losses.MeanAbsoluteError()), new TrainerOptions
            {
                MaxSteps = options.Steps,
                Optimizer = Optimizers.AdamW(options.LearningRate),
                Schedule = Schedules.Cosine(warmUp: 0.05),
                ClipNorm = 1,
                Seed = options.Seed,
                Threads = 1,
            });
            await trainer.FitAsync(windows, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new WindowNetwork(network, options);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>A forecaster that trains on each history, for <see cref="Backtest"/>; horizon and gap are those asked for.</summary>
    /// <param name="options">How it trains.</param>
    public static Forecaster Forecaster(WindowOptions? options = null)
    {
        options = (options ?? new WindowOptions()).Checked();
        var models = new FittedModels<WindowNetwork>();
        return async (request, cancellationToken) =>
        {
            ArgumentNullException.ThrowIfNull(request);
            double[] history = History.Of(request.History);
            WindowOptions asked = options.For(request.Horizon, request.Gap);
            WindowNetwork network = await models.ForAsync(request, options.RefitEvery, () => FitAsync(new Dictionary<string, double[]> { [request.Series] = history }, asked, cancellationToken)).ConfigureAwait(false);
            return network.Forecast(history);
        };
    }

    /// <summary>The steps after a history, and after the gap.</summary>
    /// <param name="history">What is known, at least as long as the window.</param>
    /// <exception cref="ForecastException">It is too short, or holds a value that is not finite.</exception>
    public double[] Forecast(IReadOnlyList<double> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        double[] values = History.Of(history, _options.Window);
        if (values.Length < _options.Window)
        {
            throw new ForecastException($"The history has {values.Length} steps, the network sees {_options.Window}.");
        }

        var scaled = new float[_options.Window];
        (double mean, double deviation) = Scale(values, scaled);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] answer = _network.call(tensor(scaled).reshape(1, -1)).data<float>().ToArray();
        return [.. answer.Select(a => mean + (deviation * a))];
    }

    /// <summary>Writes scaling and network as one ONNX model: <c>history</c> double [N, window] in, <c>forecast</c> double [N, horizon] out. It is compared with this one before it is handed out.</summary>
    /// <param name="exporter">Converters and runner; null takes those of this package and ONNX Runtime.</param>
    /// <exception cref="OnnxExportException">The model answers otherwise.</exception>
    public OnnxModel ToOnnx(OnnxExporter? exporter = null)
    {
        exporter ??= new OnnxExporter();
        var graph = new OnnxGraphBuilder("forecast", opset: 20);
        OnnxValue history = graph.Input("history", OnnxElementType.Double, OnnxShape.Create(["N", _options.Window]));
        OnnxValue axis = graph.Initializer<long>("axis", [1]);
        OnnxValue mean = graph.Node("ReduceMean", [history, axis], [("keepdims", 1)]), off = graph.Sub(history, mean);
        OnnxValue deviation = graph.Add(graph.Sqrt(graph.Node("ReduceMean", [graph.Mul(off, off), axis], [("keepdims", 1)])), graph.Constant(Flat, "flat"));
        OnnxValue answer = exporter.Converters.AppendTo(graph, _network, graph.Cast(graph.Div(off, deviation), OnnxElementType.Float));
        graph.Output("forecast", graph.Add(mean, graph.Mul(graph.Cast(answer, OnnxElementType.Double), deviation)), OnnxShape.Create(["N", _options.Horizon]), OnnxElementType.Double);
        OnnxModel model = graph.Build(producer: "AiInfra.Training");
        var random = new Random(1);
        double[] made = [.. Enumerable.Range(0, _options.Window).Select(i => 100 + (10 * Math.Sin(i)) + random.NextDouble())];
        OnnxTensor said = exporter.Runner.Run(model, new Dictionary<string, OnnxTensor> { ["history"] = OnnxTensor.Of<double>("history", made, 1, made.Length) })["forecast"];
        ExportComparison.Check("forecast", [.. Forecast(made).Select(v => (float)v)], [.. said.AsSpan<double>().ToArray().Select(v => (float)v)], 1e-4);
        return model;
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private static (double Mean, double Deviation) Scale(ReadOnlySpan<double> window, Span<float> into)
    {
        double mean = 0, squares = 0;
        foreach (double value in window)
        {
            mean += value / window.Length;
        }

        foreach (double value in window)
        {
            squares += (value - mean) * (value - mean) / window.Length;
        }

        double deviation = Math.Sqrt(squares) + Flat;
        for (int i = 0; i < window.Length; i++)
        {
            into[i] = (float)((window[i] - mean) / deviation);
        }

        return (mean, deviation);
    }

    private static TensorSource Windows(IReadOnlyDictionary<string, double[]> series, WindowOptions options)
    {
        int whole = options.Window + options.Gap + options.Horizon;
        double[][] known = [.. series.Values.Select(v => History.Of(v)).Where(v => v.Length >= whole)];
        long all = known.Sum(v => (long)v.Length - whole + 1);
        if (all == 0)
        {
            throw new ForecastException($"No series is long enough: {options.Window} steps to see, a gap of {options.Gap} and {options.Horizon} to forecast, {whole} in all; the longest has {series.Values.Select(v => v.Length).DefaultIfEmpty().Max()}.");
        }

        int stride = (int)Math.Max(1, (all + options.MaxWindows - 1) / options.MaxWindows);
        var places = known.SelectMany(v => Enumerable.Range(0, v.Length - whole + 1).Where(i => (v.Length - whole - i) % stride == 0).Select(i => (Values: v, Start: i))).ToArray();

        // After a window without any change, any later change would be of unlimited size.
        var lively = places.Where(p => p.Values.AsSpan(p.Start, options.Window).ContainsAnyExcept(p.Values[p.Start])).ToArray();
        places = lively.Length > 0 ? lively : places;
        float[] inputs = new float[(long)places.Length * options.Window], targets = new float[(long)places.Length * options.Horizon];
        for (int row = 0; row < places.Length; row++)
        {
            (double[] values, int start) = places[row];
            (double mean, double deviation) = Scale(values.AsSpan(start, options.Window), inputs.AsSpan(row * options.Window, options.Window));
            for (int step = 0; step < options.Horizon; step++)
            {
                targets[(row * options.Horizon) + step] = (float)((values[start + options.Window + options.Gap + step] - mean) / deviation);
            }
        }

        using DisposeScope scope = NewDisposeScope();
        return new TensorSource(tensor(inputs, [places.Length, options.Window]), tensor(targets, [places.Length, options.Horizon]), Math.Min(options.BatchSize, places.Length), options.Seed);
    }
}
