using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>Somebody who takes over or stands in, as a body names him.</summary>
internal sealed record PersonBody([property: JsonRequired] string Name, [property: JsonRequired] string Phone);
