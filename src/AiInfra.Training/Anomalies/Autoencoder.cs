using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
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

namespace AiInfra.Training.Anomalies;

/// <summary>A network that says rows again through a narrow middle; rows unlike those it learned from come out wrong. The score is the mean squared difference of a row's features. Owns the network's native memory.</summary>
public sealed class Autoencoder : AnomalyModel, IDisposable
{
    private readonly Mlp _network;

    private Autoencoder(TableEncoder encoder, Mlp network)
        : base(encoder) => _network = network;

    /// <summary>Trains on rows. The same seed and rows give the same network.</summary>
    /// <param name="rows">The rows, most of them normal.</param>
    /// <param name="options">How.</param>
    /// <param name="features">Columns to look at; null takes all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AnomalyException">There are fewer than two rows, or a column is encoded as an index.</exception>
    /// <exception cref="EncodingException">A column can't be encoded.</exception>
    public static async Task<Autoencoder> FitAsync(IReadOnlyList<Row> rows, AutoencoderOptions? options = null, RowSchema? features = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options = (options ?? new AutoencoderOptions()).Checked();
        Libtorch.Load();
        TableEncoder encoder = Encode(rows, features, options.Encoding);
        EncodedBatch encoded = encoder.Encode(rows);
        int width = encoded.Width;
        Mlp network = Mlp.Create(new MlpShape(width, width), new MlpDesign { Hidden = options.Hidden ?? [Math.Max(8, width), Math.Max(2, width / 4), Math.Max(8, width)] }, options.Seed);
        try
        {
            using TensorSource source = Source(encoded, options);
            var trainer = new Trainer(new TrainingTask(network, Losses.MeanSquaredError()), new TrainerOptions
            {
                MaxSteps = options.Steps,
                Optimizer = Optimizers.AdamW(options.LearningRate),
                Schedule = Schedules.Cosine(warmUp: 0.05),
                ClipNorm = 1,
                Seed = options.Seed,
                Threads = 1,
            });
            await trainer.FitAsync(source, cancellationToken: cancellationToken).ConfigureAwait(false);
            var model = new Autoencoder(encoder, network);
            model.Threshold = Quantile(model.Scores(encoded), options.Contamination);
            return model;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private protected override double[] Scores(EncodedBatch rows)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(rows.Dense, [rows.Rows, rows.Width]);
        return [.. (input - _network.call(input)).square().mean([1]).data<float>().ToArray().Select(v => (double)v)];
    }

    private protected override OnnxValue AppendScore(OnnxGraphBuilder graph, OnnxValue dense, ModuleConverters converters)
    {
        OnnxValue off = graph.Sub(dense, converters.AppendTo(graph, _network, dense));
        return graph.Cast(graph.Node("ReduceMean", [graph.Mul(off, off), graph.Initializer<long>("axis", [1])], [("keepdims", 1)]), OnnxElementType.Double);
    }

    private static TensorSource Source(EncodedBatch encoded, AutoencoderOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(encoded.Dense, [encoded.Rows, encoded.Width]);
        return new TensorSource(input, input.alias(), Math.Min(options.BatchSize, encoded.Rows), options.Seed);
    }
}
