using AiInfra.Training.Networks;

namespace AiInfra.Training.Forecasting;

/// <summary>How a <see cref="WindowNetwork"/> is built and trained.</summary>
public sealed class WindowOptions : ICheckedOptions
{
    /// <summary>Steps that the network sees.</summary>
    /// <value>48.</value>
    public int Window { get; set; } = 48;

    /// <summary>Steps that it forecasts.</summary>
    /// <value>24.</value>
    public int Horizon { get; set; } = 24;

    /// <summary>Steps between the window and the first one forecast.</summary>
    /// <value>0.</value>
    public int Gap { get; set; }

    /// <summary>The hidden layers.</summary>
    /// <value>Two of 128.</value>
    public MlpDesign Design { get; set; } = new() { Hidden = [128, 128] };

    /// <summary>Optimizer steps.</summary>
    /// <value>1,000.</value>
    public int Steps { get; set; } = 1000;

    /// <summary>Windows in a batch.</summary>
    /// <value>128.</value>
    public int BatchSize { get; set; } = 128;

    /// <summary>Peak learning rate of AdamW.</summary>
    /// <value>0.002.</value>
    public double LearningRate { get; set; } = 2e-3;

    /// <summary>Most windows to learn from; above, they are left out evenly.</summary>
    /// <value>50,000.</value>
    public int MaxWindows { get; set; } = 50_000;

    /// <summary>As a forecaster: steps after which it is trained anew; until then the last network forecasts from the newer history. 0 trains for every forecast.</summary>
    /// <value>0.</value>
    public int RefitEvery { get; set; }

    /// <summary>Seed of weights and order.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    internal WindowOptions For(int horizon, int gap) => new()
    {
        Window = Window,
        Horizon = horizon,
        Gap = gap,
        Design = Design,
        Steps = Steps,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        MaxWindows = MaxWindows,
        RefitEvery = RefitEvery,
        Seed = Seed,
    };

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Window, 2)
        .AtLeast(Horizon, 1)
        .AtLeast(Gap, 0)
        .Set(Design)
        .Nested(Design)
        .Must(Design is not { Members: > 1 }, $"A network of windows has one member; {nameof(Design)} has {Design?.Members}.")
        .AtLeast(Steps, 1)
        .AtLeast(BatchSize, 1)
        .Above(LearningRate, 0)
        .AtLeast(MaxWindows, 1)
        .AtLeast(RefitEvery, 0);
}
