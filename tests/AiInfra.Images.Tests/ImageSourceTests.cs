using AiInfra.Core.Rows;
using AiInfra.Images.Decoding;
using AiInfra.Images.Sources;
using AiInfra.Images.Transforms;
using AiInfra.Support;
using AiInfra.Support.Logging;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Images.Tests;

public sealed class ImageSourceTests
{
    public ImageSourceTests()
    {
        Libtorch.Load();
    }

    private static ImageSourceOptions Options(int workers, UndecodableImage bad = UndecodableImage.Fail, int batchSize = 5) => new()
    {
        Transforms = [ImageTransforms.RandomCrop(16, 16), ImageTransforms.Flip(), ImageTransforms.ColorJitter()],
        OnUndecodable = bad,
        Loading = new ItemSourceOptions { BatchSize = batchSize, Workers = workers, Ahead = Math.Max(1, workers), Seed = 4 },
    };

    private static async Task<List<(long[] Rows, long[] Labels, byte[] Pixels)>> ReadAsync(ImageSource source, long epoch = 0, long first = 0)
    {
        var read = new List<(long[], long[], byte[])>();
        await foreach (Batch batch in source.ReadAsync(epoch, first))
        {
            read.Add(([.. batch.RowIds!], batch.Target!.data<long>().ToArray(), batch.Input.bytes.ToArray()));
            batch.Dispose();
        }

        return read;
    }

    [Fact]
    public async Task Read_WithAnyNumberOfWorkers_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = ImageSet.FromFolder(Pictures.Folder(folder.Path));
        Assert.Equal(["blue", "green", "red"], images.Classes);
        var alone = await ReadAsync(new ImageSource(images, Samplers.Shuffled(24, 1), Options(0)), 3);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)i), alone.SelectMany(b => b.Rows).Order());
        Assert.All(alone.SelectMany(b => b.Rows.Zip(b.Labels)), r => Assert.Equal(images.Files[(int)r.First].Label, (int)r.Second));
        foreach (int workers in (int[])[1, 4])
        {
            var other = await ReadAsync(new ImageSource(images, Samplers.Shuffled(24, 1), Options(workers)), 3, first: 1);
            Assert.Equal(alone.Skip(1).Select(b => b.Pixels), other.Select(b => b.Pixels));
        }

        var nextEpoch = await ReadAsync(new ImageSource(images, Samplers.Sequential(24), Options(2)), 4);
        var thisEpoch = await ReadAsync(new ImageSource(images, Samplers.Sequential(24), Options(2)), 3);
        Assert.NotEqual(thisEpoch[0].Pixels, nextEpoch[0].Pixels);
    }

    [Fact]
    public async Task Read_Normalised_IsValueMinusMeanByDeviation()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.png"), Pictures.Encode(4, 4, (_, _) => new SkiaSharp.SKColor(255, 0, 51)));
        ImageSet images = ImageSet.FromRows(new RowBatch(new RowSchema([new Column("file", ValueKind.Text)]), [TextColumn.Of(["a.png"])]), "file", folder: folder.Path);
        var source = new ImageSource(images, Samplers.Sequential(1), new ImageSourceOptions { Transforms = [], Mean = [0.5f, 0.5f, 0.2f], Deviation = [0.5f, 0.25f, 1] });
        await foreach (Batch batch in source.ReadAsync(0, 0))
        {
            Assert.Equal([1, 3, 4, 4], batch.Input.shape);
            Assert.Null(batch.Target);
            float[] channels = batch.Input.mean([0, 2, 3]).data<float>().ToArray();
            Assert.Equal([1f, -2, 0], channels.Select(c => MathF.Round(c, 5)));
            batch.Dispose();
        }
    }

    [Fact]
    public async Task Read_WithImagesThatDoNotDecode_LeavesThemOutNamesAndCountsThem()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = ImageSet.FromFolder(Pictures.Folder(folder.Path));
        File.WriteAllBytes(images.Files[2].Path, [1, 2, 3]);
        File.WriteAllBytes(images.Files[7].Path, Pictures.Bomb(50_000, 50_000));
        File.Delete(images.Files[20].Path);
        var log = new LogLines<ImageSource>();
        var source = new ImageSource(images, Samplers.Sequential(24), Options(3, UndecodableImage.LeaveOut), log);
        foreach (int epoch in (int[])[0, 1])
        {
            var read = await ReadAsync(source, epoch);
            Assert.Equal(Enumerable.Range(0, 24).Except([2, 7, 20]).Select(i => (long)i), read.SelectMany(b => b.Rows));
            Assert.Equal(read[2].Pixels, (await ReadAsync(source, epoch, 2))[0].Pixels);
        }

        Assert.Equal(new[] { 2, 7, 20 }.Select(i => images.Files[i].Path).Order(), source.Undecodable.Keys.Order());
        Assert.Equal(3, log.Warnings.Count);
        Assert.Contains(log.Warnings, w => w.Contains("50,000 x 50,000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_WithAnImageThatDoesNotDecode_FailsByNameUnlessToldOtherwise()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = ImageSet.FromFolder(Pictures.Folder(folder.Path));
        File.WriteAllBytes(images.Files[9].Path, [1, 2, 3]);
        ImageException error = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(new ImageSource(images, Samplers.Sequential(24), Options(2))));
        Assert.Contains(images.Files[9].Path, error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(new ImageSource(images, Samplers.Sequential(24), Options(2, UndecodableImage.LeaveOut, batchSize: 1))));
        Assert.Contains("None of the 1 images of a batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfImagesOfDifferentSizes_AsksForATransform()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = ImageSet.FromFolder(Pictures.Folder(folder.Path));
        ImageException error = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(new ImageSource(images, Samplers.Sequential(24), new ImageSourceOptions { Transforms = [] })));
        Assert.Contains("one that sets the size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OnAFolder_LearnsTheClasses()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = ImageSet.FromFolder(Pictures.Folder(folder.Path));
        using var network = nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("out", nn.Linear(3, 3)));
        var training = new ImageSource(images, Samplers.Stratified(images.Labels(), 1), Options(2));
        var validation = new ImageSource(images, Samplers.Sequential(24), new ImageSourceOptions { Transforms = [ImageTransforms.CenterCrop(16, 16)] });
        var task = new TrainingTask(network, Losses.CrossEntropy()) { Metrics = [new BatchAccuracy()] };
        TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 6, Optimizer = Optimizers.AdamW(0.1) }).FitAsync(training, validation);
        Assert.Equal(1, result.Validations[^1].Metrics["validation/accuracy"]);
    }

    [Fact]
    public void FromFolder_OfWhatIsNone_SaysWhat()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no folders in it", Assert.Throws<ImageException>(() => ImageSet.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<ImageException>(() => ImageSet.FromFolder(folder.File("none"))).Message, StringComparison.Ordinal);
        Pictures.Folder(folder.Path, 2);
        File.WriteAllText(Path.Combine(folder.Path, "red", "notes.txt"), "");
        Assert.Equal((6, 1), (ImageSet.FromFolder(folder.Path).Files.Count, ImageSet.FromFolder(folder.Path).OtherFiles));
        Directory.CreateDirectory(folder.File("empty"));
        Assert.Contains("class 'empty'", Assert.Throws<ImageException>(() => ImageSet.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
    }
}
