using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loading;

/// <summary>A source that reads a part of a table gives what a table of that part gives.</summary>
public sealed class TensorSourceTests
{
    private static readonly long[] s_part = [9, 2, 4, 4, 0, 7, 1];

    [Theory]
    [InlineData(null)]
    [InlineData(5L)]
    public async Task Read_PartOfATable_GivesTheBatchesOfThatPart(long? seed)
    {
        using Tensor input = arange(40, ScalarType.Float32).reshape(10, 4), target = arange(10, ScalarType.Int64), rows = tensor(s_part);
        using Tensor weight = arange(s_part.Length, ScalarType.Float32), categories = arange(20, ScalarType.Int64).reshape(10, 2);
        using var part = new TensorSource(input.alias(), target.alias(), 3, seed, weight.alias(), categories.alias(), rows: rows.alias());
        using var copy = new TensorSource(input.index_select(0, rows), target.index_select(0, rows), 3, seed, weight.alias(), categories.index_select(0, rows));
        Assert.Equal((7, 3), (part.Rows, part.BatchesInEpoch));
        Assert.Equal(await ReadAsync(copy, 0), await ReadAsync(part, 0));
        Assert.Equal(await ReadAsync(copy, 1, first: 2), await ReadAsync(part, 1, first: 2));
    }

    [Fact]
    public void Create_WeightsOfAllRowsForAPart_AreRefused()
    {
        using Tensor input = zeros(10, 4), weight = ones(10), rows = tensor(s_part);
        Assert.Contains("There are 7 rows, but the weight has 10", Assert.Throws<ArgumentException>(() => new TensorSource(input, null, 3, weight: weight, rows: rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_OneOfTwoSourcesOfATable_LeavesTheOther()
    {
        using Tensor input = ones(10, 4);
        var first = new TensorSource(input.alias(), null, 5);
        using var second = new TensorSource(input.alias(), null, 5);
        first.Dispose();
        Assert.Equal(40, input.sum().item<float>());
    }

    private static async Task<string[]> ReadAsync(TensorSource source, long epoch, long first = 0)
    {
        var read = new List<string>();
        await foreach (Batch batch in source.ReadAsync(epoch, first))
        {
            using (batch)
            {
                read.Add(string.Join(" | ", new[] { batch.Input, batch.Target!.to(ScalarType.Float32), batch.Weight!, batch.Categories!.to(ScalarType.Float32) }.Select(t => string.Join(",", t.contiguous().data<float>().ToArray()))));
            }
        }

        return [.. read];
    }

    [Fact]
    public async Task Read_BySamplerOfMoreRows_NamesTheRow()
    {
        using var source = new TensorSource(randn(5, 2), null, 4, Samplers.Shuffled(9, 1));
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(async () =>
        {
            await foreach (Batch batch in source.ReadAsync(0, 0))
            {
                batch.Dispose();
            }
        });

        Assert.Contains("the source has rows 0 to 4", error.Message, StringComparison.Ordinal);
    }
}
