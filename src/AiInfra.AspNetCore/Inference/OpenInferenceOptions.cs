namespace AiInfra.AspNetCore.Inference;

/// <summary>How the Open Inference Protocol is spoken.</summary>
public sealed class OpenInferenceOptions : ICheckedOptions
{
    /// <summary>The server's name in <c>GET v2</c>.</summary>
    /// <value>Default "aiinfra".</value>
    public string ServerName { get; set; } = "aiinfra";

    /// <summary>The server's version in <c>GET v2</c>.</summary>
    /// <value>Default: the version of this package.</value>
    public string ServerVersion { get; set; } = typeof(OpenInferenceOptions).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Largest body of a request, in bytes, after decompression. It takes the place of the web server's own limit on these endpoints.</summary>
    /// <value>Default 64 MiB; at most 1 GiB.</value>
    public int MaxRequestBytes { get; set; } = 64 << 20;

    /// <summary>Whether clients may load and unload deployments through <c>v2/repository</c>. Whoever may call the endpoints may then stop the deployment.</summary>
    /// <value>Default false: such calls are refused (403).</value>
    public bool AllowModelControl { get; set; }

    /// <summary>Authorization policy that loading and unloading need, beyond what the endpoints need anyway.</summary>
    /// <value>Default null: nobody may, but in the environment Development from this machine itself.</value>
    public string? ModelControlPolicy { get; set; }

    /// <summary>What a client is told to wait (header Retry-After) when the queue is full or its time was up.</summary>
    /// <value>Default 1 s; rounded up to whole seconds.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request that found the queue full is held before it is refused, here and on <c>predict</c>. Clients that ask again as soon as they are refused, and there are many, then ask less often, which leaves the processors to the model. At most 10,000 are held at once; others are refused without waiting.</summary>
    /// <value>Default 0: refused at once, which is what a load balancer wants that asks another host then. At most 10 s.</value>
    public TimeSpan RefusalDelay { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Text(ServerName)
        .Text(ServerVersion)
        .Between(MaxRequestBytes, 1, 1 << 30)
        .Between(RefusalDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10));

    internal long RetryAfterSeconds => Math.Max(1, (long)Math.Ceiling(RetryAfter.TotalSeconds));
}
