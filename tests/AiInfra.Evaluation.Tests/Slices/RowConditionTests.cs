using AiInfra.Core.Rows;
using AiInfra.Evaluation.Slices;

namespace AiInfra.Evaluation.Tests.Slices;

public class RowConditionTests
{
    private static readonly RowSchema s_schema = new([new("age", ValueKind.Number), new("sex", ValueKind.Text), new("hours-per-week", ValueKind.Number), new("two words", ValueKind.Text), new("at", ValueKind.Instant), new("active", ValueKind.Boolean), new("note", ValueKind.Text)]);
    private static readonly Row s_row = new(s_schema, [62.0, "Female", 38.5, "it's \"so\"", new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc), true, Value.Missing]);

    [Theory]
    [InlineData("age >= 60 and sex = \"Female\"", true)]
    [InlineData("age>=60 AND sex='Male'", false)]
    [InlineData("age < 18 or age > 60", true)]
    [InlineData("age = 62", true)]
    [InlineData("age != 62", false)]
    [InlineData("age <> 6.2e1", false)]
    [InlineData("age > -5", true)]
    [InlineData("hours-per-week <= 38.5", true)]
    [InlineData("not (age >= 60 and sex = 'Female')", false)]
    [InlineData("not age = 1 and not age = 2", true)]
    [InlineData("sex in ('Male', 'Female')", true)]
    [InlineData("sex not in ('Male', \"Female\")", false)]
    [InlineData("age in (1, 62)", true)]
    [InlineData("`two words` = 'it''s \"so\"'", true)]
    [InlineData("`two words` = \"it's \"\"so\"\"\"", true)]
    [InlineData("at >= '2024-05-01' and at < '2024-05-02T00:00:00Z'", true)]
    [InlineData("at = '2024-05-01T14:00:00+02:00'", true)]
    [InlineData("active = true", true)]
    [InlineData("active = false", false)]
    [InlineData("note is missing", true)]
    [InlineData("note is not missing", false)]
    [InlineData("note = 'x'", false)]
    [InlineData("note != 'x'", false)]
    [InlineData("note in ('x')", false)]
    [InlineData("note not in ('x')", false)]
    [InlineData("age < 18 and sex = 'Female' or age = 62", true)]
    [InlineData("age = 62 or age = 1 and sex = 'Male'", true)]
    [InlineData("(age = 62 or age = 1) and sex = 'Male'", false)]
    [InlineData("age = '62'", true)]
    [InlineData("sex < 'G'", true)]
    public void Matches_Condition_Holds(string text, bool expected) => Assert.Equal(expected, RowCondition.Parse(text).Matches(s_row));

    [Theory]
    [InlineData("", 0, "a column is expected, the text ends")]
    [InlineData("age", 3, "one of = != < <= > >=, 'in' or 'is' is expected, the text ends")]
    [InlineData("age >= ", 7, "a number, a text in quotes, true or false is expected")]
    [InlineData("age >= sex", 7, "'sex' stands there")]
    [InlineData("age = 1 sex = 2", 8, "'and', 'or' or the end")]
    [InlineData("(age = 1", 8, "')' is expected")]
    [InlineData("sex = 'Fem", 6, "a closing '")]
    [InlineData("age is 5", 7, "'missing'")]
    [InlineData("age in 5", 7, "'('")]
    [InlineData("age not = 5", 8, "'in'")]
    [InlineData("5 = age", 0, "a column")]
    [InlineData("and = 5", 0, "a column")]
    [InlineData("age = 1; drop", 7, "'; drop' stands")]
    [InlineData("age = 1.2.3", 6, "a number")]
    public void Parse_Nonsense_SaysWhatAndWhere(string text, int position, string message)
    {
        RowConditionException error = Assert.Throws<RowConditionException>(() => RowCondition.Parse(text));
        Assert.Equal(position, error.Position);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Parse_TooDeep_IsRefusedInsteadOfOverflowing() =>
        Assert.Contains("nested", Assert.Throws<RowConditionException>(() => RowCondition.Parse(new string('(', 100_000))).Message);

    [Fact]
    public void Matches_TextAgainstNumber_NamesColumnAndBoth() =>
        Assert.Contains("Column 'sex' holds 'Female' of kind Text", Assert.Throws<RowConditionException>(() => RowCondition.Parse("sex > 5").Matches(s_row)).Message);

    [Fact]
    public void Matches_UnknownColumn_ListsColumns() =>
        Assert.Contains("Columns: age, sex", Assert.Throws<ArgumentException>(() => RowCondition.Parse("weight > 5").Matches(s_row)).Message);

    [Fact]
    public void Columns_NamedTwice_AreListedOnce() => Assert.Equal(["age", "two words"], RowCondition.Parse("age > 5 and `two words` = 'x' or age < 3").Columns);
}
