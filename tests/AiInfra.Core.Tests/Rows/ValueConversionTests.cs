using System.Globalization;
using System.Numerics;
using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests.Rows;

public sealed class ValueConversionTests
{
    public enum Wood
    {
        Oak,
        Pine,
    }

    public static TheoryData<object, ValueKind> EveryType => new()
    {
        { true, ValueKind.Boolean }, { sbyte.MinValue, ValueKind.Number }, { byte.MaxValue, ValueKind.Number }, { short.MinValue, ValueKind.Number }, { ushort.MaxValue, ValueKind.Number },
        { int.MinValue, ValueKind.Number }, { uint.MaxValue, ValueKind.Number }, { long.MinValue, ValueKind.Number }, { long.MaxValue, ValueKind.Number }, { ulong.MaxValue, ValueKind.Number },
        { Int128.MaxValue, ValueKind.Number }, { UInt128.MaxValue, ValueKind.Number }, { BigInteger.Pow(7, 99), ValueKind.Number },
        { (Half)1.5, ValueKind.Number }, { 0.1f, ValueKind.Number }, { double.Epsilon, ValueKind.Number }, { double.NegativeInfinity, ValueKind.Number }, { 12345678901234567.89m, ValueKind.Number },
        { "a text", ValueKind.Text }, { Wood.Pine, ValueKind.Text }, { Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), ValueKind.Text }, { 'x', ValueKind.Text },
        { new TimeSpan(1, 2, 3), ValueKind.Text }, { new TimeOnly(7, 8, 9, 10), ValueKind.Text }, { new Uri("http://x/"), ValueKind.Text },
        { new DateTime(638_000_000_000_000_007, DateTimeKind.Utc), ValueKind.Instant }, { new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), ValueKind.Instant }, { new DateOnly(2024, 2, 29), ValueKind.Instant },
    };

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Of_ThenTryRead_GivesTheObjectBack(object value, ValueKind kind)
    {
        Value stored = ValueConversion.Of(value);
        Assert.Equal((kind, kind), (stored.Kind, ValueConversion.KindOf(value.GetType())));
        Assert.True(ValueConversion.TryRead(stored, value.GetType(), out object? back, out string? why), why);
        Assert.Equal(value, back);
        if (value.GetType().IsValueType)
        {
            Type nullable = typeof(Nullable<>).MakeGenericType(value.GetType());
            Assert.True(ValueConversion.TryRead(Value.Missing, nullable, out object? nothing, out _));
            Assert.Null(nothing);
        }
    }

    [Theory]
    [InlineData(300.0, typeof(byte))]
    [InlineData(-1.0, typeof(ulong))]
    [InlineData(1.5, typeof(int))]
    [InlineData(1e300, typeof(float))]
    [InlineData(70000.0, typeof(Half))]
    [InlineData(1e18, typeof(long))]
    [InlineData(1e18, typeof(decimal))]
    [InlineData(double.PositiveInfinity, typeof(int))]
    [InlineData(0.5, typeof(bool))]
    public void TryRead_NumberThatDoesNotFit_IsRefusedAndSaysWhatCame(double number, Type type)
    {
        Assert.False(ValueConversion.TryRead(Value.Of(number), type, out object? result, out string? why));
        Assert.Null(result);
        Assert.Contains(Value.Of(number).ToString(), why, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_MissingValue_IsNaNOrNullOrRefused()
    {
        Assert.True(ValueConversion.TryRead(Value.Missing, typeof(double), out object? number, out _));
        Assert.Equal(double.NaN, number);
        Assert.True(ValueConversion.TryRead(Value.Missing, typeof(double?), out object? maybe, out _));
        Assert.Null(maybe);
        Assert.False(ValueConversion.TryRead(Value.Missing, typeof(int), out _, out string? why));
        Assert.Contains("Int32?", why, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_DayWithATimeAndEnumWithoutTheName_AreRefused()
    {
        Assert.False(ValueConversion.TryRead(Value.Of(new DateTime(2024, 1, 2, 3, 0, 0, DateTimeKind.Utc)), typeof(DateOnly), out _, out string? day));
        Assert.Contains("time of day", day, StringComparison.Ordinal);
        Assert.False(ValueConversion.TryRead(Value.Of("7"), typeof(Wood), out _, out string? name));
        Assert.Contains("'7'", name, StringComparison.Ordinal);
        Assert.True(ValueConversion.TryRead(Value.Of("pine"), typeof(Wood), out object? wood, out _));
        Assert.Equal(Wood.Pine, wood);
    }

    [Theory]
    [InlineData("12", ValueKind.Number, "12")]
    [InlineData("9007199254740993", ValueKind.Number, "9007199254740993")]
    [InlineData("1,234", ValueKind.Number, null)]
    [InlineData("yes", ValueKind.Boolean, "true")]
    [InlineData("perhaps", ValueKind.Boolean, null)]
    [InlineData("2024-02-29", ValueKind.Instant, "2024-02-29T00:00:00.0000000Z")]
    [InlineData("1.5", ValueKind.Instant, null)]
    public void TryConvert_Text_IsReadOrRefused(string text, ValueKind kind, string? expected)
    {
        Assert.Equal(expected is not null, ValueConversion.TryConvert(Value.Of(text), kind, out Value converted));
        Assert.Equal(expected, converted.AsText());
    }

    [Fact]
    public void TryInteger_BeyondADouble_NeedsTheDigits()
    {
        Assert.True(ValueConversion.TryInteger(Value.Of(long.MaxValue), out long all));
        Assert.Equal(long.MaxValue, all);
        Assert.False(ValueConversion.TryInteger<long>(Value.Of(1e18), out _));
        Assert.False(ValueConversion.TryInteger<int>(Value.Of(long.MaxValue), out _));
    }

    [Fact]
    public void IsSame_AcrossKinds_ComparesByWritingAndByNumber()
    {
        Assert.True(ValueConversion.IsSame(Value.Of("1.0"), Value.Of(1)));
        Assert.True(ValueConversion.IsSame(Value.Of(true), Value.Of("true")));
        Assert.True(ValueConversion.IsSame(Value.Of("yes"), Value.Of("yes")));
        Assert.False(ValueConversion.IsSame(Value.Of("9007199254740993"), Value.Of(9007199254740992)));
        Assert.False(ValueConversion.IsSame(Value.Missing, Value.Missing));
    }

    [Fact]
    public void Of_TypeWithoutAKind_IsRefusedByName() =>
        Assert.Contains(nameof(Version), Assert.Throws<ArgumentException>(() => ValueConversion.Of(new Version(1, 2))).Message, StringComparison.Ordinal);

    [Fact]
    public void TryNumber_EveryKind_IsTheNearestDouble()
    {
        Assert.True(ValueConversion.TryNumber(Value.Of(true), out double one));
        Assert.True(ValueConversion.TryNumber(Value.Of("-2.5"), out double text));
        Assert.Equal((1, -2.5), (one, text));
        Assert.False(ValueConversion.TryNumber(Value.Of(DateTime.UnixEpoch), out _));
        Assert.False(ValueConversion.TryNumber(Value.Missing, out double nothing));
        Assert.Equal("NaN", nothing.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What <c>double.TryParse</c> would say differently stands beside: targets and drift windows read by it before.</summary>
    [Theory]
    [InlineData("12", 12.0)]
    [InlineData("+1.50", 1.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("inf", double.PositiveInfinity)] // double.TryParse: none
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData(" 12", null)] // double.TryParse: 12
    [InlineData("12 ", null)] // double.TryParse: 12
    [InlineData("1e400", null)] // double.TryParse: infinity
    [InlineData("NaN", null)] // double.TryParse: NaN
    [InlineData("∞", null)] // double.TryParse: infinity
    [InlineData("1,234", null)]
    [InlineData("0x1F", null)]
    [InlineData("", null)]
    [InlineData("true", null)]
    [InlineData("2024-02-29", null)]
    public void TryNumber_Text_IsReadAsIngestionReadsACell(string text, double? number)
    {
        Assert.Equal(number is not null, ValueConversion.TryNumber(Value.Of(text), out double read));
        Assert.Equal(number ?? double.NaN, read);
    }

    [Fact]
    public void TryFromTensor_WholeNumberInAColumnOfInstants_IsMilliseconds()
    {
        Assert.True(ValueConversion.TryFromTensor(Value.Of(1_769_846_400_000), ValueKind.Instant, out Value at));
        Assert.Equal(Value.Of(new DateTime(2026, 1, 31, 8, 0, 0, DateTimeKind.Utc)), at);
        Assert.True(ValueConversion.TryFromTensor(Value.Of("2026-01-31T08:00:00Z"), ValueKind.Instant, out Value text));
        Assert.Equal(at, text);
        Assert.True(ValueConversion.TryFromTensor(Value.Missing, ValueKind.Instant, out Value nothing));
        Assert.True(nothing.IsMissing);
        Assert.True(ValueConversion.TryFromTensor(Value.Of(1), ValueKind.Boolean, out Value flag));
        Assert.Equal(Value.Of(true), flag);
        Assert.All([Value.Of(0.5), Value.Of(true), Value.Of(1e15), Value.Of(long.MaxValue), Value.Of(double.NegativeInfinity)], v => Assert.False(ValueConversion.TryFromTensor(v, ValueKind.Instant, out _)));
        Assert.False(ValueConversion.TryConvert(Value.Of(1_769_846_400_000), ValueKind.Instant, out _));
    }

    [Theory]
    [InlineData(-62_135_596_800_000, true)]
    [InlineData(-62_135_596_800_001, false)]
    [InlineData(253_402_300_799_999, true)]
    [InlineData(253_402_300_800_000, false)]
    public void TryFromTensor_MillisecondsAtTheEndsOfTime_AreTakenOrRefused(long milliseconds, bool fits) =>
        Assert.Equal(fits, ValueConversion.TryFromTensor(Value.Of(milliseconds), ValueKind.Instant, out _));
}
