using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class SegmentedStreamTests
{
    [Fact]
    public void Read_AfterWriteOverSeveralSegments_GivesTheSameBytes()
    {
        byte[] all = new byte[(1 << 26) + 1000];
        new Random(1).NextBytes(all);
        using var written = new SegmentedStream();
        written.Write(all.AsSpan(0, 7));
        written.Write(all.AsSpan(7));
        byte[][] segments = [.. written.Segments()];
        Assert.Equal(2, segments.Length);
        using var read = new SegmentedStream(segments);
        byte[] back = new byte[all.Length];
        read.ReadExactly(back);
        Assert.True(all.AsSpan().SequenceEqual(back));
        Assert.Equal(0, read.Read(back));
    }
}
