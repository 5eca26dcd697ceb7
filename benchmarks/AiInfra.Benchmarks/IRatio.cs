namespace AiInfra.Benchmarks;

/// <summary>One comparison of our side with a peer's, measured in turn in one run.</summary>
internal interface IRatio : IAsyncDisposable
{
    /// <summary>Name on the printed line.</summary>
    string Name { get; }

    /// <summary>How many times better than the other side we mean to be.</summary>
    double Goal { get; }

    /// <summary>Paired rounds; the median of their ratios is printed.</summary>
    int Rounds => 9;

    /// <summary>Makes data, warms both sides up. False when the peer is not installed.</summary>
    Task<bool> PrepareAsync();

    /// <summary>Our cost of the work, in seconds (or seconds a unit; both sides alike).</summary>
    Task<double> OursAsync();

    /// <summary>The other side's cost of the same work, in the same unit.</summary>
    Task<double> TheirsAsync();
}
