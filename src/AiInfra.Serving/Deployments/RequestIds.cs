using System.Security.Cryptography;

namespace AiInfra.Serving.Deployments;

/// <summary>Ids "prefix-number", one allocation each.</summary>
internal sealed class RequestIds(string? prefix)
{
    private readonly string _prefix = prefix ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long _last;

    public string Next()
    {
        Span<char> text = stackalloc char[20];
        Interlocked.Increment(ref _last).TryFormat(text, out int length, provider: System.Globalization.CultureInfo.InvariantCulture);
        return string.Concat(_prefix, "-", text[..length]);
    }
}
