using AiInfra.Core.Pipelines;

namespace AiInfra.Core.Tests;

public sealed class OptionFaultsTests
{
    [Fact]
    public void Faults_OfWrongOptions_NameOptionRangeAndValue()
    {
        var options = new Wrong();
        Assert.Equal(
            [
                "Rows is at least 1; it is 0.",
                "Rate is above 0; it is -0.5.",
                "Share is 0 to 1; it is NaN.",
                "Split is at least 0 and below 1; it is 1.",
                "Confidence lies between 0.5 and 1, both excluded; it is 0.5.",
                "Wait is at least 00:00:01; it is 00:00:00.",
                "Name is a text that is not empty; it is ' '.",
                "Inner is never null; leave its default, or give one.",
                "High is at least Low; they are 1 and 2.",
            ],
            options.Faults());
    }

    [Fact]
    public void Faults_OfNullsThatMayBe_AreNone() => Assert.Empty(new OptionFaults().AtLeast((int?)null, 1).Above((double?)null, 0).Between((long?)null, 1, 2).Nested(null));

    [Fact]
    public void Nested_FaultOfInnerOptions_HasTheOuterName()
    {
        StepRetry retry = new() { MaxAttempts = 0, Jitter = 2 };
        Assert.Equal(["Retry.MaxAttempts is at least 1; it is 0.", "Retry.Jitter is 0 to 1; it is 2."], new PipelineRunnerOptions { Retry = retry }.Faults());
    }

    [Fact]
    public void Checked_WrongOptions_ThrowsOnceWithAllFaults()
    {
        var options = new PipelineRunnerOptions { MaxParallelSteps = 0, Poll = TimeSpan.Zero };
        ArgumentException e = Assert.Throws<ArgumentException>("options", () => options.Checked());
        Assert.StartsWith("PipelineRunnerOptions: MaxParallelSteps is at least 1; it is 0. Poll is at least 00:00:00.0010000; it is 00:00:00.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("none", () => ((PipelineRunnerOptions)null!).Checked("none"));
    }

    [Fact]
    public void Checked_RightOptions_GivesThem()
    {
        var options = new PipelineRunnerOptions();
        Assert.Same(options, options.Checked());
    }

    private sealed class Wrong : ICheckedOptions
    {
        private int Rows { get; } = 0;

        private double Rate { get; } = -0.5;

        private double Share { get; } = double.NaN;

        private double Split { get; } = 1;

        private double Confidence { get; } = 0.5;

        private TimeSpan? Wait { get; } = TimeSpan.Zero;

        private string? Name { get; } = " ";

        private object? Inner { get; }

        public IEnumerable<string> Faults() => new OptionFaults()
            .AtLeast(Rows, 1)
            .Above(Rate, 0)
            .Between(Share, 0, 1)
            .Below(Split, 0, 1)
            .Inside(Confidence, 0.5, 1)
            .AtLeast(Wait, TimeSpan.FromSeconds(1))
            .Text(Name)
            .Set(Inner)
            .Must(false, "High is at least Low; they are 1 and 2.");
    }
}
