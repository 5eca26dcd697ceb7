using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace AiInfra.Laws;

/// <summary>
/// Laws on drawn cases. A test draws the same ones in every run, so that what passed once passes again; with AIINFRA_SOAK=n
/// it draws 10 n times as many that nobody saw before. A case that breaks the law is made smaller before it is shown.
/// </summary>
internal static class GenExtensions
{
    private static readonly int s_soak = int.TryParse(Environment.GetEnvironmentVariable("AIINFRA_SOAK"), CultureInfo.InvariantCulture, out int times) ? times : 0;

    public static void ForAll<T>(this Gen<T> cases, Action<T> law, int count = 100, Func<T, string>? print = null, [CallerMemberName] string test = "")
    {
        foreach ((T drawn, string seed) in cases.Drawn(count, test))
        {
            try
            {
                law(drawn);
            }
            catch (Exception)
            {
                cases.Sample(law, seed: seed, iter: 1000, threads: 1, print: print);
                throw;
            }
        }
    }

    public static void ForAll<T>(this Gen<T> cases, Func<T, bool> law, int count = 100, Func<T, string>? print = null, [CallerMemberName] string test = "")
        => cases.ForAll(c => Assert.True(law(c)), count, print, test);

    public static void ForAll<T1, T2>(this Gen<(T1, T2)> cases, Action<T1, T2> law, int count = 100, [CallerMemberName] string test = "")
        => cases.ForAll(c => law(c.Item1, c.Item2), count, null, test);

    public static void ForAll<T1, T2>(this Gen<(T1, T2)> cases, Func<T1, T2, bool> law, int count = 100, [CallerMemberName] string test = "")
        => cases.ForAll(c => law(c.Item1, c.Item2), count, null, test);

    public static void ForAll<T1, T2, T3>(this Gen<(T1, T2, T3)> cases, Action<T1, T2, T3> law, int count = 100, [CallerMemberName] string test = "")
        => cases.ForAll(c => law(c.Item1, c.Item2, c.Item3), count, null, test);

    public static void ForAll<T1, T2, T3>(this Gen<(T1, T2, T3)> cases, Func<T1, T2, T3, bool> law, int count = 100, [CallerMemberName] string test = "")
        => cases.ForAll(c => law(c.Item1, c.Item2, c.Item3), count, null, test);

    /// <summary>The cases of a test, each with what draws it again.</summary>
    public static IEnumerable<(T Case, string Seed)> Drawn<T>(this Gen<T> cases, int count, [CallerMemberName] string test = "")
    {
        PCG random = s_soak > 0 ? new PCG(1) : new PCG(1, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(test))));
        long drawn = s_soak > 0 ? 10L * s_soak * count : count;
        for (long i = 0; i < drawn; i++)
        {
            string seed = random.ToString();
            yield return (cases.Generate(random, null, out _), seed);
        }
    }
}
