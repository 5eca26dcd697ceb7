namespace ConsumerTests;

/// <summary>What is asked: money in thousands.</summary>
public sealed record Loan(double Income, double Debt);

/// <summary>What the model answers.</summary>
public sealed record Risk(double Default);

/// <summary>What the desk decides.</summary>
public enum Decision
{
    Granted,
    Refused,
    ForAPerson,
}
