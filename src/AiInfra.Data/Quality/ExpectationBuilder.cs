using System.Globalization;
using System.Linq.Expressions;
using System.Text.RegularExpressions;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Quality;

/// <summary>Says what rows should fulfil. Checks of columns run over whole columns; a missing value fulfils every expectation but <c>NotNull</c>.</summary>
/// <typeparam name="T">The record, or <see cref="Row"/>.</typeparam>
public sealed class ExpectationBuilder<T>
{
    private readonly IRecordCodec<T> _codec;

    internal ExpectationBuilder(IRecordCodec<T> codec) => _codec = codec;

    internal List<Expectation> Expectations { get; } = [];

    /// <summary>The column has a value.</summary>
    /// <param name="column">Column.</param>
    /// <param name="onFailure">What happens to a row that fails.</param>
    /// <param name="mostly">Least share of rows that must pass for the run to succeed, 0 to 1.</param>
    public ExpectationBuilder<T> NotNull(string column, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) => Add(new NotNullExpectation(column, onFailure, mostly));

    /// <summary>The property has a value.</summary>
    public ExpectationBuilder<T> NotNull(Expression<Func<T, object?>> property, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) => NotNull(_codec.ColumnOf(property), onFailure, mostly);

    /// <summary>The number lies from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public ExpectationBuilder<T> InRange(string column, double low, double high, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0)
    {
        if (!(low <= high))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A range from {low} to {high} holds no number."), nameof(high));
        }

        return Add(new InRangeExpectation(column, low, high, onFailure, mostly));
    }

    /// <summary>The number lies from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public ExpectationBuilder<T> InRange(Expression<Func<T, object?>> property, double low, double high, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) =>
        InRange(_codec.ColumnOf(property), low, high, onFailure, mostly);

    /// <summary>The time lies from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public ExpectationBuilder<T> InRange(string column, DateTime from, DateTime to, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) => from <= to
        ? Add(new InRangeExpectation(column, from, to, onFailure, mostly))
        : throw new ArgumentException($"A range from {from:O} to {to:O} holds no time.", nameof(to));

    /// <summary>The value, as text, is one of these.</summary>
    public ExpectationBuilder<T> OneOf(string column, IEnumerable<string> values, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        var set = new HashSet<string>(values, StringComparer.Ordinal);
        string shown = string.Join(", ", set.Take(10)) + (set.Count > 10 ? ", …" : "");
        return Add(new TextExpectation("one-of", column, set.Contains, $"to be one of {shown}", onFailure, mostly));
    }

    /// <summary>The value, as text, is one of these.</summary>
    public ExpectationBuilder<T> OneOf(Expression<Func<T, object?>> property, IEnumerable<string> values, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) =>
        OneOf(_codec.ColumnOf(property), values, onFailure, mostly);

    /// <summary>The value, as text, matches a regular expression. It runs without backtracking where its pattern allows, otherwise for one second a text at most.</summary>
    public ExpectationBuilder<T> Matches(string column, string pattern, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        Regex regex = Compile(pattern);
        return Add(new TextExpectation("matches", column, IsMatch, $"to match {pattern}", onFailure, mostly));

        bool IsMatch(string text)
        {
            try
            {
                return regex.IsMatch(text);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw new IngestionException($"The pattern {pattern} of expectation matches({column}) took longer than a second on one text of {text.Length:N0} characters. Simplify it.", e);
            }
        }
    }

    /// <summary>The value, as text, matches a regular expression.</summary>
    public ExpectationBuilder<T> Matches(Expression<Func<T, object?>> property, string pattern, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) =>
        Matches(_codec.ColumnOf(property), pattern, onFailure, mostly);

    /// <summary>No other row before has the same value. Remembers 16 bytes and overhead (some 40 bytes) for every distinct value.</summary>
    /// <param name="column">Column.</param>
    /// <param name="onFailure">What happens to a row that fails.</param>
    /// <param name="mostly">Least share of rows that must pass.</param>
    /// <param name="maxKeys">Most values to remember; beyond, the run stops with an error instead of running out of memory.</param>
    public ExpectationBuilder<T> Unique(string column, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0, int maxKeys = 20_000_000) => Add(new UniqueExpectation(column, onFailure, mostly, maxKeys));

    /// <summary>No other row before has the same value.</summary>
    public ExpectationBuilder<T> Unique(Expression<Func<T, object?>> property, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0) => Unique(_codec.ColumnOf(property), onFailure, mostly);

    /// <summary>A predicate of your own holds. Costs a record a row.</summary>
    /// <param name="name">Name in reports and quarantine.</param>
    /// <param name="holds">The predicate.</param>
    /// <param name="onFailure">What happens to a row that fails.</param>
    /// <param name="mostly">Least share of rows that must pass.</param>
    public ExpectationBuilder<T> Must(string name, Func<T, bool> holds, FailedRow onFailure = FailedRow.Quarantine, double mostly = 0)
    {
        ArgumentNullException.ThrowIfNull(holds);
        return Add(new PredicateExpectation<T>(name, holds, _codec, onFailure, mostly));
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back references need backtracking; a time limit keeps it finite.
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
    }

    private ExpectationBuilder<T> Add(Expectation expectation)
    {
        if (expectation.Column is { } column)
        {
            _codec.RequireColumn(column);
        }

        Expectations.Add(expectation);
        return this;
    }
}
