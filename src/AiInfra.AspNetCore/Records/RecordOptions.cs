namespace AiInfra.AspNetCore.Records;

/// <summary>How plain JSON records are asked and answered.</summary>
public sealed class RecordOptions : ICheckedOptions
{
    /// <summary>Largest body of a request, in bytes, after decompression.</summary>
    /// <value>16 MiB; at most 1 GiB.</value>
    public int MaxRequestBytes { get; set; } = 16 << 20;

    /// <summary>Most records of one request.</summary>
    /// <value>10,000.</value>
    public int MaxRecords { get; set; } = 10_000;

    /// <summary>Whether a property that the model does not take is passed over, as where callers send their whole record. A misspelt optional property is then passed over too.</summary>
    /// <value>false: it is an error that lists the columns.</value>
    public bool IgnoreUnknownProperties { get; set; }

    /// <summary>Whether a property may be left out, which then reads as null, no value.</summary>
    /// <value>false: every column must be there, and null says that it is not known.</value>
    public bool AllowAbsentProperties { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(MaxRequestBytes, 1, 1 << 30)
        .AtLeast(MaxRecords, 1);
}
