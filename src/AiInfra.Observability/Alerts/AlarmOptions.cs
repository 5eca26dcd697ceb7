namespace AiInfra.Observability.Alerts;

/// <summary>When findings become an alarm, and when it ends.</summary>
public sealed class AlarmOptions : ICheckedOptions
{
    /// <summary>Findings among the last <see cref="Within"/> judgements that raise the alarm.</summary>
    /// <value>2.</value>
    public int RaiseAfter { get; set; } = 2;

    /// <summary>Judgements looked back on.</summary>
    /// <value>3.</value>
    public int Within { get; set; } = 3;

    /// <summary>Judgements in a row without a finding that clear it.</summary>
    /// <value>3.</value>
    public int ClearAfter { get; set; } = 3;

    /// <summary>Judgements after a raise during which no other is raised; what is held back is counted and logged.</summary>
    /// <value>5.</value>
    public int CoolDown { get; set; } = 5;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(RaiseAfter >= 1 && RaiseAfter <= Within && Within <= 64, $"1 <= {nameof(RaiseAfter)} <= {nameof(Within)} <= 64 is expected; they are {RaiseAfter} and {Within}.")
        .AtLeast(ClearAfter, 1)
        .AtLeast(CoolDown, 0);
}
