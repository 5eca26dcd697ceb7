using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests;

public sealed class ValueTests
{
    [Fact]
    public void Json_EveryKind_ComesBackEqual()
    {
        Value[] values = [Value.Missing, 1.5, double.PositiveInfinity, "", "naïve \u2028", true, new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc)];
        Assert.Equal(values, JsonSerializer.Deserialize<Value[]>(JsonSerializer.Serialize(values)));
    }

    [Fact]
    public void Of_NotANumber_IsMissing() => Assert.True(Value.Of(double.NaN).IsMissing);

    [Theory]
    [InlineData("""{"number":"ten"}""")]
    [InlineData("""{"number":"1,5"}""")]
    [InlineData("""{"instant":"soon"}""")]
    [InlineData("""{"other":"1"}""")]
    [InlineData("""{"number":1}""")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Json_OfSomethingElse_IsAJsonError(string json) => Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<Value>(json));
}
