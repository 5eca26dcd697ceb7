using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Metrics.Classification;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Vision;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Quality;

/// <summary>A small convolutional network on handwritten digits of 8 x 8 pixels, moved by up to a pixel while it learns.</summary>
internal sealed class DigitsFigure : IQualityFigure
{
    private const string Target = "Class";

    public string Name => "optdigits cnn";

    public string Measure => "accuracy, its test rows";

    public double? Goal => 0.985;

    public async Task<double?> RunAsync(int seed)
    {
        if (QualityTable.All.First(t => t.Name == "optdigits").Split(seed) is not { } split)
        {
            return null;
        }

        Libtorch.Load();
        using SmallCnn network = SmallCnn.Create(1, 8, 8, 10, seed: seed);
        using var source = new TensorSource(Images(split.Train), tensor(Classes(split.Train).Select(c => (long)c).ToArray()), 64, shuffleSeed: seed);
        var task = new TrainingTask(network, b => network.call(network.training ? Moved(b.Input) : b.Input), Losses.CrossEntropy(labelSmoothing: 0.05));
        await new Trainer(task, new TrainerOptions { Epochs = 40, Optimizer = Optimizers.AdamW(3e-3, 0.01), Schedule = Schedules.Cosine(warmUp: 0.1), Threads = 1, Seed = seed }).FitAsync(source);
        using IDisposable grad = no_grad();
        using Tensor images = Images(split.Test);
        int[] said = [.. network.call(images).argmax(1).data<long>().Select(c => (int)c)];
        return Accuracy.Of(Classes(split.Test), said).Value;
    }

    private static Tensor Images(RowBatch rows) => tensor(
        Enumerable.Range(0, rows.Count).SelectMany(i => rows.Schema.Columns.Where(c => c.Name != Target).Select(c => (float)rows[c.Name][i].AsNumber() / 16)).ToArray(), [rows.Count, 1, 8, 8]);

    private static int[] Classes(RowBatch rows) => [.. rows[Target].AsValues().Select(v => int.Parse(v.AsText()!, System.Globalization.CultureInfo.InvariantCulture))];

    private static Tensor Moved(Tensor images)
    {
        long[] by = [.. randint(0, 3, new long[] { 2 }, ScalarType.Int64).data<long>()];
        return nn.functional.pad(images, [1, 1, 1, 1]).narrow(2, by[0], 8).narrow(3, by[1], 8);
    }
}
