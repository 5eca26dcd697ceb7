using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests.Rows;

public class SplitMix64Tests
{
    // The numbers of the algorithm's own reference program.
    [Fact]
    public void Next_KnownSeed_KnownNumbers()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Next_Bound_StaysBelow()
    {
        var random = new SplitMix64(1);
        Assert.All(Enumerable.Range(0, 1000).Select(_ => random.Next(3)), n => Assert.InRange(n, 0, 2));
    }
}
