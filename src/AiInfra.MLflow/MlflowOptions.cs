namespace AiInfra.MLflow;

/// <summary>Which MLflow server runs are logged to, and what becomes of what it does not take.</summary>
public sealed class MlflowOptions : ICheckedOptions
{
    /// <summary>Address of the server, as "http://mlflow:5000".</summary>
    /// <value>None; one is needed.</value>
    public Uri? Server { get; set; }

    /// <summary>Name for Basic authentication; null for none.</summary>
    public string? Username { get; set; }

    /// <summary>Password for Basic authentication.</summary>
    public string? Password { get; set; }

    /// <summary>Bearer token; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Folder that keeps every call until the server took it, so that none is lost with the process. Several processes may share it.</summary>
    /// <value>None; one is needed.</value>
    public string? Folder { get; set; }

    /// <summary>Most bytes that wait in <see cref="Folder"/> for this process; what comes then is dropped and counted.</summary>
    /// <value>1 GiB; at least 0.</value>
    public long MaxFolderBytes { get; set; } = 1L << 30;

    /// <summary>How long a call may take.</summary>
    /// <value>30 seconds; above zero.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long is waited after the first failed try; every further one waits twice as long, up to a minute.</summary>
    /// <value>1 second; above zero.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the end may take to send what waits; the rest stays in <see cref="Folder"/>, and the next process sends it.</summary>
    /// <value>10 seconds; zero or more.</value>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(Server is { IsAbsoluteUri: true, Scheme: "http" or "https" }, $"{nameof(Server)} is an address with http or https; it is {(Server is null ? "null" : $"'{Server}'")}.")
        .Text(Folder)
        .Must(Token is null || Username is null, $"{nameof(Token)} and {nameof(Username)} are both set; a server is told one of them.")
        .AtLeast(MaxFolderBytes, 0)
        .Above(Timeout, TimeSpan.Zero)
        .Above(RetryDelay, TimeSpan.Zero)
        .AtLeast(FlushTimeout, TimeSpan.Zero);
}
