using System.Globalization;
using System.Text.Json;
using System.Text;
using AiInfra.Laws;
using AiInfra.Serving.Protocol;
using CsCheck;

namespace AiInfra.Serving.Tests.Protocol;

public sealed class JsonNumberTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Float.Where(float.IsFinite).Select(f => f.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Float[-10, 10].Select(f => ((double)f).ToString("R", CultureInfo.InvariantCulture)),
        Gen.Select(Gen.ULong, Gen.Int[-30, 30], Gen.Bool, (m, e, n) => $"{(n ? "-" : "")}{m}e{e}"),
        Gen.Select(Gen.Int[0, 99], Gen.ULong, (a, b) => $"{a}.{b:D20}"),
        Midpoints());

    [Fact]
    public void TryGetSingle_AnyNumber_IsWhatTheFrameworkReads() => Texts.ForAll(
        text =>
        {
            float expected = float.Parse(text, CultureInfo.InvariantCulture);
            Utf8JsonReader json = At(text);
            bool fits = JsonNumber.TryGetSingle(ref json, out float value);
            return fits == float.IsFinite(expected) && (!fits || BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(expected));
        },
        count: 100_000);

    [Fact]
    public void TryGetDouble_AnyNumber_IsWhatTheFrameworkReads() => Texts.ForAll(
        text =>
        {
            double expected = double.Parse(text, CultureInfo.InvariantCulture);
            Utf8JsonReader json = At(text);
            bool fits = JsonNumber.TryGetDouble(ref json, out double value);
            return fits == double.IsFinite(expected) && (!fits || BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(expected));
        },
        count: 100_000);

    /// <summary>Numbers exactly in the middle between two floats, and a hair beside it, in at most 19 digits: where rounding twice would go wrong.</summary>
    private static Gen<string> Midpoints() => Gen.Select(Gen.Float[1024f, 1e6f], Gen.Int[-1, 1], (f, hair) =>
    {
        double middle = ((double)f + MathF.BitIncrement(f)) / 2;
        return hair < 0 ? Math.BitDecrement(middle).ToString("R", CultureInfo.InvariantCulture) : middle.ToString("F30", CultureInfo.InvariantCulture).TrimEnd('0') + (hair > 0 ? "1" : "");
    });

    private static Utf8JsonReader At(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        json.Read();
        return json;
    }
}
