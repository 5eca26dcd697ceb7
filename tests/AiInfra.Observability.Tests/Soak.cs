using System.Globalization;

namespace AiInfra.Observability.Tests;

/// <summary>Rates are measured on few trials, or on many where AIINFRA_SOAK says how many times as many.</summary>
internal static class Soak
{
    public static int Times { get; } = int.TryParse(Environment.GetEnvironmentVariable("AIINFRA_SOAK"), CultureInfo.InvariantCulture, out int times) ? times : 1;

    /// <summary>Fails when so many findings are not to be expected at the stated rate (three standard errors).</summary>
    public static void AssertRate(int found, int trials, double most, double least = 0)
    {
        double rate = found / (double)trials;
        TestContext.Current.TestOutputHelper?.WriteLine($"{found} of {trials}: {rate:0.00000}");
        Assert.InRange(rate, least, most + (3 * Math.Sqrt(most * (1 - most) / trials)));
    }
}
