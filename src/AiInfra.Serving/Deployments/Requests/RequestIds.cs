using System.Security.Cryptography;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Ids "prefix-number", from 1 on.</summary>
internal sealed class RequestIds(string? prefix)
{
    private readonly string _prefix = prefix ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long _last;

    public RequestId Next() => new(_prefix, Interlocked.Increment(ref _last));
}
