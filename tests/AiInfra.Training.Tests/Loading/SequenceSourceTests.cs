using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Language;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loading;

/// <summary>Batches of at most so many tokens.</summary>
public sealed class SequenceSourceTests
{
    private static readonly long[][] s_sequences = [.. Enumerable.Range(0, 500).Select(i => Enumerable.Repeat((long)i, 1 + (i * 7919 % 97)).ToArray())];

    public SequenceSourceTests() => Libtorch.Load();

    private static async Task<List<(long[] Rows, long[] Shape, long[] Lengths, long[] Target)>> Read(SequenceSource source, long epoch, long first)
    {
        List<(long[], long[], long[], long[])> batches = [];
        await foreach (Batch read in source.ReadAsync(epoch, first))
        {
            using Batch batch = read;
            Assert.All(Enumerable.Range(0, (int)batch.Count), r => Assert.Equal(batch.RowIds![r], batch.Input[r, 0].item<long>()));
            batches.Add(([.. batch.RowIds!], batch.Input.shape, batch.Lengths!.data<long>().ToArray(), batch.Target!.data<long>().ToArray()));
        }

        return batches;
    }

    [Fact]
    public async Task ReadAsync_OfAnEpoch_HasEachSequenceOnceWithinTheTokens()
    {
        using Tensor target = arange(1000, 1500, ScalarType.Int64);
        using var source = new SequenceSource(s_sequences, 400, shuffleSeed: 3, target, padding: -1, multiple: 8);
        var batches = await Read(source, 2, 0);
        Assert.Equal(source.BatchesInEpoch, batches.Count);
        Assert.All(batches, b =>
        {
            Assert.True(b.Shape[0] * b.Shape[1] <= 400, $"{b.Shape[0]} x {b.Shape[1]}");
            Assert.Equal(0, b.Shape[1] % 8);
            Assert.Equal(b.Rows.Select(r => (long)s_sequences[r].Length), b.Lengths);
            Assert.Equal(b.Rows.Select(r => r + 1000), b.Target);
        });
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), batches.SelectMany(b => b.Rows).Order());

        // Little is padding: what batches of as many rows each would fill is half as much again.
        long places = batches.Sum(b => b.Shape[0] * b.Shape[1]), tokens = s_sequences.Sum(s => (long)s.Length);
        Assert.InRange(places / (double)tokens, 1, 1.2);
    }

    [Fact]
    public async Task ReadAsync_FromAnyPositionInAnyOrderOfEpochs_GivesTheSameBatches()
    {
        using Tensor target = zeros(500, ScalarType.Int64);
        using SequenceSource whole = new(s_sequences, 300, 5, target.alias()), other = new(s_sequences, 300, 5, target.alias());
        List<long[][]> epochs = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            epochs.Add([.. (await Read(whole, epoch, 0)).Select(b => b.Rows)]);
        }

        Assert.NotEqual(epochs[0].SelectMany(r => r), epochs[1].SelectMany(r => r));
        Assert.NotEqual(epochs[0].Select(b => b.Max(r => s_sequences[r].Length)).Order(), epochs[0].Select(b => b.Max(r => s_sequences[r].Length)));
        var random = new Random(1);
        for (int i = 0; i < 12; i++)
        {
            (int epoch, int first) = (random.Next(3), random.Next((int)other.BatchesInEpoch!.Value + 1));
            Assert.Equal(epochs[epoch][first..], (await Read(other, epoch, first)).Select(b => b.Rows));
        }
    }

    [Fact]
    public async Task Training_InterruptedAmidAnEpoch_GoesOnToTheBit()
    {
        using var folder = new TemporaryFolder();
        long[][] texts = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 2 + (i * 7 % 11)).Select(t => (long)((t + i) % 9)).ToArray())];
        async Task<float[]> Train(string? checkpoints, params long[] stops)
        {
            float[] weights = [];
            foreach (long stop in stops)
            {
                using DecoderModel model = DecoderModel.Create(new TransformerOptions { VocabularySize = 9, Context = 16, Width = 8, Layers = 1, Heads = 2, Dropout = 0.2 });
                using var source = new SequenceSource(texts, 40, shuffleSeed: 2);
                Assert.InRange(source.BatchesInEpoch!.Value, 6, 16);
                var options = new TrainerOptions { MaxSteps = stop, Threads = 1, Checkpoints = checkpoints is null ? null : new CheckpointOptions { Directory = checkpoints } };
                TrainingResult result = await new Trainer(model.ToTask(), options).FitAsync(source);
                Assert.Equal(stop == stops[0] ? (long?)null : stops[0], result.ResumedFrom);
                weights = [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
            }

            return weights;
        }

        Assert.Equal(await Train(null, 25), await Train(folder.Path, 5, 25));
    }

    [Fact]
    public void Create_OfSequencesThatCannotBe_NamesThem()
    {
        Assert.Contains("Sequence 1 has 9 tokens; a sequence has 1 to 8", Assert.Throws<ArgumentException>(() => new SequenceSource([[1], new long[9]], 8)).Message, StringComparison.Ordinal);
        Assert.Contains("Sequence 0 has 0 tokens", Assert.Throws<ArgumentException>(() => new SequenceSource([[]], 8)).Message, StringComparison.Ordinal);
        Assert.Contains("Sequence 0 has 7 tokens; a sequence has 1 to 6", Assert.Throws<ArgumentException>(() => new SequenceSource([new long[7]], 8, multiple: 6)).Message, StringComparison.Ordinal);
        using Tensor target = zeros(3, ScalarType.Int64);
        Assert.Contains("2 sequences, but the target has 3", Assert.Throws<ArgumentException>(() => new SequenceSource([[1], [2]], 8, target: target)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => new SequenceSource([], 8));
    }
}
