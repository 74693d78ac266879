// One event whole: who came, chaired, spoke, where, told by which articles
:param event => '区委常委会扩大会议';
MATCH path = (e:Event {name: $event})--() RETURN path LIMIT 200;
